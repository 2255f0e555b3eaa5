"""Where record systems ask. With or without the last slash: a redirect would be refused to pages of other sites."""

from django.urls import path

from records import views

app_name = "records"
urlpatterns = [
    path("infobutton/", views.infobutton, name="infobutton"),
    path("infobutton", views.infobutton),
    path("infobutton/profile.xml", views.profile, name="profile"),
    path("r/<slug:link>/infobutton/", views.infobutton, name="infobutton"),
    path("r/<slug:link>/infobutton", views.infobutton),
    path("r/<slug:link>/infobutton/profile.xml", views.profile, name="profile"),
]
