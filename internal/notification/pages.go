package notification

import (
	"slices"

	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/web"
)

// asked is a question as it stands on the page.
type asked struct {
	Kind  kind
	Field form.Field
}

func (q question) on(f *form.Form) asked {
	field := f.Choosing(q.Name, q.Label, q.Hint, q.Options)
	if q.Kind == text {
		field.Max, field.Rows = q.Max, 4
	}
	return asked{q.Kind, field}
}

// linkData is the way back to the draft, for whoever stops here.
type linkData struct {
	Link, Base string
	Ends       string
	Mailed     bool
}

func (d draft) linkData(r *web.Request) linkData {
	return linkData{r.Link(d.path("")), d.path(""), d.Ends.Words(), d.Mailed}
}

type laterData struct {
	Form *form.Form
	linkData
}

type stepData struct {
	Form *form.Form
	linkData
	Begun      bool
	N, Of      int
	Title      string
	Step       step
	Committees string
	Asked      []asked
	More       []asked
	MoreOpen   bool
	Sheets     []askedSheet
	Back, Next string // Next is the way on without answering now
	Action     string
}

// askedSheet is the criteria of one committee as they stand on the page.
type askedSheet struct {
	sheet
	Asked [][2]asked
}

var (
	stepPage  = web.NewPage[stepData](pages, "step.html")
	checkPage = web.NewPage[checkData](pages, "check.html")
	laterPage = web.NewPage[laterData](pages, "later.html")
)

const unconfirmed = "This wording is still to be confirmed by the committee against the published guidance."

// page is one step as it is shown.
func (n notifying) page(at int, f *form.Form, d draft, r *web.Request) stepData {
	s := n.Steps[at]
	v := stepData{Form: f, Begun: d.id != "", N: at + 1, Of: len(n.Steps) + 1, Title: s.Title, Step: s, Committees: n.names(), Back: "/notify"}
	if s.ID == "who" {
		v.Title = "About the " + n.Person
	}
	if v.Begun {
		v.linkData = d.linkData(r)
		v.Action, v.Next = d.path(s.ID), d.path("check")
		if at+1 < len(n.Steps) {
			v.Next = d.path(n.Steps[at+1].ID)
		}
		if at > 0 {
			v.Back = d.path(n.Steps[at-1].ID)
		}
		if r.Query("from") == "check" {
			v.Action, v.Back, v.Next = v.Action+"?from=check", d.path("check"), d.path("check")
		}
	}
	for _, q := range s.some(false) {
		v.Asked = append(v.Asked, q.on(f))
	}
	for _, q := range s.some(true) {
		v.More = append(v.More, q.on(f))
		v.MoreOpen = v.MoreOpen || f.Value(q.Name) != "" || f.Fault(q.Name) != ""
	}
	for _, sh := range s.Sheets {
		one := askedSheet{sheet: sh}
		for _, l := range sh.Limbs {
			a := l.Answer.on(f)
			if unsure(l.Origin) {
				if a.Field.Hint != "" {
					a.Field.Hint += " "
				}
				a.Field.Hint += unconfirmed
			}
			one.Asked = append(one.Asked, [2]asked{a, l.Why.on(f)})
		}
		v.Sheets = append(v.Sheets, one)
	}
	return v
}

// checkData is everything that was typed, with what is still missing.
type checkData struct {
	Form *form.Form
	linkData
	Of         int
	Committees string
	AtRisk     bool
	Missing    []missing
	Parts      []section
	Back       string
}

// missing is a sentence that leads to the page where it is put right.
type missing struct{ Title, Href, Sentence string }

// section is one page of the form on the page of answers.
type section struct {
	Title, Href string
	Rows        []row
}

type row struct{ Label, Value string }

func (n notifying) check(r *web.Request, d draft, f *form.Form) checkData {
	v := checkData{Form: form.New(), linkData: d.linkData(r), Of: len(n.Steps) + 1, Committees: n.names(),
		AtRisk: f.Value("route") != string(Practice) && f.Value("at_risk") == "yes", Back: d.path(n.Steps[len(n.Steps)-1].ID)}
	for i, s := range n.Steps {
		title := n.page(i, f, d, r).Title
		p := section{Title: title, Href: d.path(s.ID) + "?from=check"}
		for _, q := range s.Questions {
			if said := q.show(f); said != "" || !q.More {
				p.Rows = append(p.Rows, row{q.Label, said})
			}
		}
		for _, sh := range s.Sheets {
			for _, l := range sh.Limbs {
				said := l.Answer.show(f)
				if why := l.Why.show(f); why != "" {
					said += ". " + why
				}
				p.Rows = append(p.Rows, row{l.Answer.Label, said})
			}
		}
		v.Parts = append(v.Parts, p)
		for _, x := range s.faults(f, r.Today()) {
			if m := (missing{title, p.Href, x.Sentence}); !slices.Contains(v.Missing, m) {
				v.Missing = append(v.Missing, m)
			}
		}
	}
	return v
}

// faults is what is missing or wrong on a page, with what was typed on it.
func (s step) faults(f *form.Form, today db.Date) []form.Fault {
	f = f.Afresh()
	for _, q := range s.all() {
		q.read(f, today)
	}
	return f.Faults()
}
