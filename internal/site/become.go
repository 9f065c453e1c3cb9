package site

import (
	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/web"
)

// become lets whoever looks at a demonstration be one of its people at a click.
// Only a demonstration has these routes.
var become = web.Feature{Name: "demo", Routes: func(rs *web.Routes) {
	web.AddOpen(rs, "GET /demo", askBecome)
	web.AddOpen(rs, "POST /demo/{person}", doBecome)
}}

// Become is to be one of the invented people.
type Become struct{}

func (Become) Rule() access.Rule { return access.Rule{Name: "demo.become"} }

type becomeData struct {
	Form   *form.Form
	People []demoPerson
}

var becomePage = web.NewPage[becomeData](pages, "become.html")

func askBecome(r *web.Request, p access.Open[Become]) (web.Answer, error) {
	return becomePage.With(becomeData{form.New(), demoPeople}), nil
}

func doBecome(r *web.Request, p access.Open[Become]) (web.Answer, error) {
	var cookie string
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		id, err := demoAccount(tx, r.Context(), r.Path("person"))
		if err != nil {
			return err
		}
		cookie, err = p.Gate().Begin(r.Context(), tx, id, true)
		return err
	})
	if err == nil {
		r.SignIn(cookie)
	}
	return web.Redirect("/"), err
}
