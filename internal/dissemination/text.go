package dissemination

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/learning"
	"lr/internal/report"
	"lr/internal/review"
	"lr/internal/web"
)

type textData struct {
	Form        *form.Form
	Review      string
	Publication Publication
	Themes      []form.Option
	Points      []pointField
	Parts       []form.Option // of the report, which may be left out
}

// pointField is a learning point on the page, with the names of its fields.
type pointField struct {
	learning.Point
	Use, Name, Words string
}

var textPage = web.NewPage[textData](pages, "text.html")

// fill reads what the text can be made of. A decision that publishes nothing
// has no text.
func (d *textData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	var err error
	if d.Publication, err = Of(ctx, tx, c); err != nil {
		return err
	}
	if d.Publication.Extent == Nothing {
		return db.ErrNotFound
	}
	ps, err := learning.Points(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, p := range ps {
		d.Points = append(d.Points, pointField{p, "use-" + p.ID, "title-" + p.ID, "words-" + p.ID})
	}
	if err := d.fillThemes(ctx, tx, c); err != nil || d.Publication.Extent != Redacted {
		return err
	}
	v, err := report.Approved(ctx, tx, c)
	if errors.Is(err, db.ErrNotFound) {
		return nil
	}
	for i, title := range parts(report.Page(v)) {
		d.Parts = append(d.Parts, form.Option{Value: strconv.Itoa(i), Label: title})
	}
	return err
}

func (d *textData) fillThemes(ctx context.Context, tx *db.Tx, c access.Case) error {
	cs, err := review.Committees(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, t := range guidance.Themes().Themes {
		if slices.ContainsFunc(cs, func(k review.Committee) bool { return slices.Contains(t.Tracks, k.Track) }) {
			d.Themes = append(d.Themes, form.Option{Value: t.ID, Label: t.Label})
		}
	}
	return nil
}

// prefill shows the text as it was saved, or the learning points as they are.
func (d *textData) prefill() {
	w := d.Publication.words
	typed := url.Values{"title": {w.Title}, "summary": {w.Summary}, "themes": w.Themes, "version": {strconv.Itoa(d.Publication.Version)}}
	for _, n := range w.Omit {
		typed.Add("omit", strconv.Itoa(n))
	}
	f := form.Sent(typed, nil)
	d.Form = f
	for _, p := range d.Points {
		saved := slices.IndexFunc(w.Points, func(t pointText) bool { return t.ID == p.ID })
		switch {
		case saved >= 0:
			f.Set(p.Use, "yes")
			f.Set(p.Name, w.Points[saved].Title)
			f.Set(p.Words, w.Points[saved].Words)
		default:
			f.Set(p.Name, p.Title.Reveal())
			f.Set(p.Words, p.What.Reveal())
			if !d.Publication.Worded() {
				f.Set(p.Use, "yes")
			}
		}
	}
}

func askText(r *web.Request, p access.Pass[Prepare]) (web.Answer, error) {
	return textAgain(r, p, form.New())
}

func textAgain(r *web.Request, p access.Pass[Prepare], f *form.Form) (web.Answer, error) {
	d := textData{Form: f, Review: p.Review()}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case) })
	if f.OK() && err == nil {
		d.prefill()
	}
	return textPage.With(d), err
}

// saveText keeps the words, checks what would be published with them, and asks
// the committee's chair to read it.
func saveText(r *web.Request, p access.Pass[Prepare]) (web.Answer, error) {
	f := r.Form
	d := textData{Form: f, Review: p.Review()}
	if err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case) }); err != nil {
		return web.Answer{}, err
	}
	version := f.Number("version", 1, 1<<30, "Open the page again: it is not known what you saw.")
	w := d.typed()
	if !f.OK() {
		return textPage.With(d), nil
	}
	n := 0
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		now, err := Of(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		if now.Version != version || now.Extent == Nothing {
			return db.ErrStale
		}
		if err := notPublic(r.Context(), tx, now); err != nil {
			return err
		}
		now.words = w
		n, err = saveAndCheck(r.Context(), tx, p.Case, now)
		return err
	})
	if refused := refusal(""); errors.As(err, &refused) {
		f.Refuse("", string(refused))
		return textPage.With(d), nil
	}
	said := "Saved. The check found nothing. The committee's chair is asked to read it."
	if n > 0 {
		said = "Saved. The check found words that may tell who somebody is: look below."
	}
	return web.Redirect(review.Path(p.Case, "publication/preview")).Say(said), err
}

func saveAndCheck(ctx context.Context, tx *db.Tx, c access.Case, p Publication) (int, error) {
	k, err := compose(ctx, tx, c, p)
	if errors.Is(err, errNoReport) {
		return 0, refusal("No version of the report is approved, so it cannot be published.")
	}
	if err != nil {
		return 0, err
	}
	if err := keepWording(ctx, tx, c, p); err != nil {
		return 0, err
	}
	n, err := check(ctx, tx, c, k)
	if err != nil {
		return 0, err
	}
	for _, key := range []string{taskWording, taskPublish} {
		if err := review.Settle(ctx, tx, c, key); err != nil {
			return 0, err
		}
	}
	return n, ask(ctx, tx, c, taskAgree, access.CommitteeChair, "Read what is to be published, and agree to it", "publication/preview")
}

// typed reads the words from the form.
func (d *textData) typed() wording {
	f := d.Form
	w := wording{Title: f.Line("title", 200, "Give a title that says what can be learned, and not who it is about."),
		Summary: f.Text("summary", 10000, "Write a summary for readers who know nothing of the review."),
		Themes:  f.Choices("themes", d.Themes, "Choose at least one theme, so that others find it."), Points: []pointText{}, Omit: []int{}}
	for _, p := range d.Points {
		if !f.Tick(p.Use) {
			continue
		}
		w.Points = append(w.Points, pointText{ID: p.ID, Practice: p.Practice,
			Title: f.Line(p.Name, 300, "Give this learning point a title for the public."),
			Words: f.Text(p.Words, 6000, "Say in words for the public what was learned.")})
	}
	for _, v := range f.Choices("omit", d.Parts, "") {
		n, err := strconv.Atoi(v)
		if err == nil {
			w.Omit = append(w.Omit, n)
		}
	}
	return w
}
