// Lighthouse in one process and one Chromium. Each line asked, {"url": …, "skipAudits": […]}, is answered with a line: a report.
//
// `node lighthouse_reports.mjs '{"chromeFlags": […], "categories": […]}'`. Audits that no score counts are left out, but
// for the list of what was asked of which host.

import { createInterface } from "node:readline";
import { launch } from "chrome-launcher";
import lighthouse, { defaultConfig } from "lighthouse";

const { chromeFlags, categories } = JSON.parse(process.argv[2]);
const refs = categories.flatMap(name => defaultConfig.categories[name].auditRefs);
const counted = new Set(refs.filter(one => one.weight).map(one => one.id));
const uncounted = refs.map(one => one.id).filter(id => !counted.has(id) && id !== "network-requests");

const chrome = await launch({ chromeFlags });
process.once("SIGTERM", () => { chrome.kill(); process.exit(1); });
try {
  for await (const line of createInterface({ input: process.stdin })) {
    const { url, skipAudits } = JSON.parse(line);
    const settings = {
      onlyCategories: categories,
      skipAudits: [...uncounted, ...skipAudits],
      clearStorageTypes: ["all"], // cookies too, so that each page is seen as by somebody new
      disableFullPageScreenshot: true,
    };
    const { lhr } = await lighthouse(url, { port: chrome.port }, { extends: "lighthouse:default", settings });
    console.log(JSON.stringify(lhr));
  }
} finally {
  chrome.kill();
}
