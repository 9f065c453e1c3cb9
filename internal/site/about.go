package site

import (
	"lr/internal/access"
	"lr/internal/web"
)

// about holds the pages that every public site has.
var about = web.Feature{Name: "about", Routes: func(rs *web.Routes) {
	web.AddOpen(rs, "GET /about", plain("about.html"))
	web.AddOpen(rs, "GET /privacy", plain("privacy.html"))
	web.AddOpen(rs, "GET /accessibility", plain("accessibility.html"))
}}

// ReadAbout is to read what this site is.
type ReadAbout struct{}

func (ReadAbout) Rule() access.Rule { return access.Rule{Name: "site.about"} }

type plainData struct{}

func plain(name string) func(*web.Request, access.Open[ReadAbout]) (web.Answer, error) {
	page := web.NewPage[plainData](pages, name)
	return func(*web.Request, access.Open[ReadAbout]) (web.Answer, error) { return page.With(plainData{}), nil }
}
