"""What clinics link to, what their staff use, and the two ways from a clinic's link into the self-check."""

from django.urls import path, register_converter
from django.urls.converters import PathConverter

from referrals import leaflets, record_systems, views


class Token(PathConverter):
    """The end of a prefilled link, however it arrives: a mail program may have broken its line."""

    regex = "(?s:.+)"


register_converter(Token, "token")

app_name = "referrals"
urlpatterns = [
    path("r/<slug:link>/", views.clinic_page, name="clinic"),
    path("r/<slug:link>/logo.webp", views.logo, {"kind": "webp"}, name="logo"),
    path("r/<slug:link>/logo.png", views.logo, {"kind": "png"}, name="logo_png"),
    path("r/<slug:link>/pack/<slug:code>/", views.pack, name="pack"),
    path("r/<slug:link>/<page:slug>/", views.page, name="page"),
    path("p/<token:token>/", views.prefilled, name="prefilled"),
    path("p/<token:token>", views.prefilled),
    path("self-check/clinic/<slug:link>/", views.join, name="join"),
    path("self-check/leave-clinic/", views.leave, name="leave"),
    path("self-check/filled-in/", views.take_over, name="take_over"),
    path("clinics/<slug:link>/", views.staff, name="staff"),
    path("clinics/<slug:link>/prefill/", views.prefill, name="prefill"),
    path("clinics/<slug:link>/pack/", views.make_pack, name="make_pack"),
    path("clinics/<slug:link>/email/<slug:tone>.html", views.email, name="email"),
    path("clinics/<slug:link>/slips.pdf", views.sheet, {"draw": leaflets.slips}, name="slips"),
    path("clinics/<slug:link>/poster.pdf", views.sheet, {"draw": leaflets.poster}, name="poster"),
    path("clinics/<slug:link>/interpreters.pdf", views.sheet, {"draw": leaflets.interpreters}, name="interpreters"),
    path("clinics/<slug:link>/record-system/", views.record_system, name="record_system"),
    path(
        "clinics/<slug:link>/record-system.pdf",
        views.sheet,
        {"draw": record_systems.record_system},
        name="record_system_sheet",
    ),
    path("clinics/<slug:link>/handout.rtf", views.handout_rtf, name="handout"),
    path("clinics/<slug:link>/qr.svg", views.qr_file, {"kind": "svg"}, name="qr_svg"),
    path("clinics/<slug:link>/qr.png", views.qr_file, {"kind": "png"}, name="qr_png"),
    path("clinics/<slug:link>/preview/", views.preview, name="preview"),
    path("clinics/<slug:link>/what-we-do-not-collect/", views.privacy, name="privacy"),
    path("clinics/<slug:link>/safety/", views.safety, name="safety"),
]
