// A clinic's link goes on by itself, before the page is whole: so the browser puts the next page in place of this one, and the
// address with the link in it leaves its history. Whoever comes back to this page finds the button.
(function () {
  var opened = window.performance && performance.getEntriesByType && performance.getEntriesByType("navigation")[0];
  if (opened && opened.type === "navigate") document.getElementById("go-on").submit();
})();
