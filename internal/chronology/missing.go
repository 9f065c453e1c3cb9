package chronology

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/look"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

func missingRoutes(rs *web.Routes) {
	web.Add(rs, "GET /reviews/{review}/chronology/missing", showMissing)
	web.Add(rs, "POST /reviews/{review}/chronology/missing/accept", acceptMissing)
	web.Add(rs, "POST /reviews/{review}/chronology/missing/aside", asideMissing)
	web.Add(rs, "POST /reviews/{review}/chronology/missing/aside/{aside}/back", backMissing)
	web.Add(rs, "POST /reviews/{review}/chronology/missing/gaps", addGap)
	web.Add(rs, "GET /reviews/{review}/chronology/missing/gaps/{gap}", askGap)
	web.Add(rs, "POST /reviews/{review}/chronology/missing/gaps/{gap}", saveGap)
	web.Add(rs, "GET /reviews/{review}/chronology/missing/rhythms", showRhythms)
	web.Add(rs, "POST /reviews/{review}/chronology/missing/rhythms", saveRhythm)
}

// SeeMissing is to see what may be missing, and the register of gaps.
type SeeMissing struct{}

func (SeeMissing) Rule() access.Rule {
	return access.Rule{Name: "chronology.see-missing", Who: readers, Opens: seal.Chronology}
}

// KeepGaps is to decide on what may be missing, and to keep the register.
type KeepGaps struct{}

func (KeepGaps) Rule() access.Rule {
	return access.Rule{Name: "chronology.keep-gaps", Who: studying, Opens: seal.Chronology}
}

// The lists of the page.
const (
	showSuggested = ""
	showRegister  = "register"
	showAside     = "aside"
)

type missingData struct {
	Form      *form.Form
	Review    string
	Path      string
	Ways      []look.Link
	Lists     []look.Link
	Show      string
	May       bool
	Suggested []shownSuggestion
	Gaps      []Gap
	Asides    []aside
	Agencies  []form.Option
	Turn      look.Turn
	Left      string // a reason that was typed for a suggestion that is no longer here
}

// shownSuggestion is a suggestion with the entries that it rests on.
type shownSuggestion struct {
	suggested
	Entries []Entry
	More    int
}

// Reason is the field for why a suggestion is set aside.
func (d missingData) Reason(s shownSuggestion) form.Field {
	return d.Form.Field("reason-"+s.Mark(), "Why is it set aside?", "Such as: the service had closed the case; the family was abroad.")
}

// Add are the fields of a gap that a person types.
func (d missingData) Kinds() form.Field { return d.Form.Choosing("kind", "What is it?", "", gapKinds) }

// What is missing, in words.
func (d missingData) What() form.Field { return whatField(d.Form) }

// Asked is who is asked about it.
func (d missingData) Asked() form.Field { return askedField(d.Form, d.Agencies) }

func whatField(f *form.Form) form.Field {
	x := f.Field("what", "What is missing?", "Use the codes of this review and not names.")
	x.Rows, x.Max = 3, longGap
	return x
}

func askedField(f *form.Form, agencies []form.Option) form.Field {
	return f.Choosing("asked", "Who is asked?", "", append([]form.Option{{Value: "none", Label: "Nobody yet"}}, agencies...))
}

const longGap = 2000

var missingPage = web.NewPage[missingData](pages, "missing.html", "account.html", "fields.html")

// How much stands on one page, and how many entries a suggestion shows.
const (
	onMissing  = 25
	mostProofs = 12
)

// showMissing shows what a person would hardly see in the line: what may be
// missing, each with its evidence, and the register of gaps. [SEED team]
func showMissing(r *web.Request, p access.Pass[SeeMissing]) (web.Answer, error) {
	return missingAgain(r, p.Case, form.New(), r.Query("show"))
}

func missingPath(c access.Case) string { return review.Path(c, "chronology/missing") }

func missingAgain(r *web.Request, c access.Case, f *form.Form, show string) (web.Answer, error) {
	d := missingData{Form: f, Review: c.Review(), Path: missingPath(c), Ways: WaysOf(r, c, "chronology/missing"), May: c.May(KeepGaps{}.Rule()), Show: show}
	err := c.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, c, r.Query("page")) })
	return missingPage.With(d), err
}

func (d *missingData) fill(ctx context.Context, tx *db.Tx, c access.Case, page string) error {
	g, err := readRegister(ctx, tx, c)
	if err != nil {
		return err
	}
	if d.Agencies, err = agencyOptions(ctx, tx); err != nil {
		return err
	}
	for _, a := range g.asides {
		if a.Live() {
			d.Asides = append(d.Asides, a)
		}
	}
	d.Gaps = g.gaps
	open := 0
	for _, x := range g.gaps {
		if !x.Ended() {
			open++
		}
	}
	for _, l := range []struct {
		show, text string
	}{{showSuggested, "Suggestions (" + strconv.Itoa(len(g.open)) + ")"}, {showRegister, "Register of gaps (" + strconv.Itoa(open) + " open)"}, {showAside, "Set aside (" + strconv.Itoa(len(d.Asides)) + ")"}} {
		d.Lists = append(d.Lists, look.Link{Href: d.Path + "?show=" + l.show, Text: l.text, Current: l.show == d.Show})
	}
	d.Turn = look.Turn{Path: d.Path, Now: 1, Last: max(1, (len(g.open)+onMissing-1)/onMissing)}
	if n, err := strconv.Atoi(page); err == nil {
		d.Turn.Now = min(max(n, 1), d.Turn.Last)
	}
	for _, s := range g.open[(d.Turn.Now-1)*onMissing : min(d.Turn.Now*onMissing, len(g.open))] {
		d.Suggested = append(d.Suggested, proved(s, g.entries))
	}
	mark := d.Form.Value("mark")
	if here := slices.ContainsFunc(d.Suggested, func(s shownSuggestion) bool { return s.Mark() == mark }); !here && mark != "" {
		d.Left = d.Form.Value("reason-" + mark)
	}
	return nil
}

// proved gives a suggestion the entries that it rests on.
func proved(s suggested, es []Entry) shownSuggestion {
	out := shownSuggestion{suggested: s}
	for _, e := range es {
		if !slices.Contains(s.Evidence, e.ID) {
			continue
		}
		if len(out.Entries) < mostProofs {
			out.Entries = append(out.Entries, e)
		} else {
			out.More++
		}
	}
	return out
}

// agencyOptions are the agencies that can be asked.
func agencyOptions(ctx context.Context, tx *db.Tx) ([]form.Option, error) {
	all, err := review.Agencies(ctx, tx)
	var out []form.Option
	for _, a := range all {
		if !a.Retired {
			out = append(out, form.Option{Value: a.ID, Label: a.Name})
		}
	}
	return out, err
}

const movedOn = "Somebody else decided on this meanwhile, or the line changed. Nothing was done. Look again."

// acceptMissing takes a suggestion into the register, where its agency is asked.
func acceptMissing(r *web.Request, p access.Pass[KeepGaps]) (web.Answer, error) {
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		g, err := readRegister(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		s := g.by(r.Form.Value("mark"))
		if s == nil {
			r.Form.Refuse("", movedOn)
			return errRefused
		}
		return insertGap(r.Context(), tx, p.Case, Gap{Kind: string(s.Kind), Agency: g.agencyID(s.Agency), What: seal.T(s.Title + ". " + s.Words), Suggestion: &s.Suggestion})
	})
	if errors.Is(err, errRefused) {
		return missingAgain(r, p.Case, r.Form, showSuggested)
	}
	return web.Redirect(missingPath(p.Case)).Say("It stands in the register of gaps."), err
}

// asideMissing sets a suggestion aside, with the reason. It comes back only
// where its evidence changes.
func asideMissing(r *web.Request, p access.Pass[KeepGaps]) (web.Answer, error) {
	f := r.Form
	reason := f.Line("reason-"+f.Value("mark"), longReason, "Say in a few words why it is set aside.")
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		g, err := readRegister(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		s := g.by(f.Value("mark"))
		if s == nil {
			f.Refuse("", movedOn)
		}
		if !f.OK() {
			return errRefused
		}
		for _, a := range g.asides { // the older word on the same is replaced
			if a.Live() && s.Is(a.Suggestion) {
				if err := asideBack(r.Context(), tx, p.Case, a.ID, a.Version); err != nil {
					return err
				}
			}
		}
		return insertAside(r.Context(), tx, p.Case, s.Suggestion, reason)
	})
	if errors.Is(err, errRefused) {
		return missingAgain(r, p.Case, f, showSuggested)
	}
	return web.Redirect(missingPath(p.Case)).Say("Set aside. It comes back only if its evidence changes."), err
}

func asideBack(ctx context.Context, tx *db.Tx, c access.Case, id string, version int) error {
	c.Touch(id)
	return tx.Change(ctx, `UPDATE chronology_aside SET version = version + 1, back_by = $1, back_at = $2
		WHERE id = $3 AND review_id = $4 AND version = $5 AND back_at IS NULL`, c.Person(), tx.Now(), id, c.Review(), version)
}

// backMissing takes back that a suggestion was set aside.
func backMissing(r *web.Request, p access.Pass[KeepGaps]) (web.Answer, error) {
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		return asideBack(r.Context(), tx, p.Case, r.Path("aside"), r.Form.Number("version", 0, 1<<30, ""))
	})
	if errors.Is(err, db.ErrStale) {
		r.Form.Refuse("", "Somebody else took this back meanwhile. Look again.")
		return missingAgain(r, p.Case, r.Form, showAside)
	}
	return web.Redirect(missingPath(p.Case)).Say("Taken back. It stands among the suggestions again."), err
}
