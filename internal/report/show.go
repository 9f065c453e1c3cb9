package report

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"lr/internal/access"
	"lr/internal/chronology"
	"lr/internal/db"
	"lr/internal/document"
	"lr/internal/form"
	"lr/internal/learning"
	"lr/internal/review"
	"lr/internal/web"
)

type showData struct {
	Form      *form.Form
	Review    string
	Write     bool
	Hold      bool // sees the check
	Sections  []section
	Points    int
	Ready     int  // points that are ready
	Gaps      int  // open in the register
	Missing   bool // the register can be opened
	Versions  []Version
	Changed   bool // the draft is not what the newest version holds
	Final     bool // chief officers have it
	Checked   bool
	Signed    bool
	Approved  bool
	Approves  bool // the page of the approval can be opened
	Stage     access.Stage
	Picture   bool // the draft has the picture of what happened
	PictureAt time.Time
}

var showPage = web.NewPage[showData](pages, "show.html")

func show(r *web.Request, p access.Pass[See]) (web.Answer, error) {
	d := showData{Form: form.New(), Approves: r.Open(p.Case, "/reviews/{review}/report/approval"),
		Missing: r.Open(p.Case, "/reviews/{review}/chronology/missing")}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		if err := learning.Declared(r.Context(), tx, p.Case); err != nil {
			return err
		}
		return d.fill(r.Context(), tx, p.Case)
	})
	return showPage.With(d), err
}

func (d *showData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	open := whileDraft.Has(c.Stage())
	d.Review, d.Stage = c.Review(), c.Stage()
	d.Write, d.Hold = open && c.Is(writing), open && c.Is(holding|access.TeamMember)
	var err error
	if d.Sections, err = sections(ctx, tx, c); err != nil {
		return err
	}
	drawn, ok, err := pictureIn(ctx, tx, c)
	if err != nil {
		return err
	}
	d.Picture, d.PictureAt = ok, drawn.At
	ps, err := learning.Points(ctx, tx, c)
	if err != nil {
		return err
	}
	d.Points = len(ps)
	for _, one := range ps {
		if one.Ready {
			d.Ready++
		}
	}
	if d.Gaps, err = chronology.OpenGaps(ctx, tx, c); err != nil {
		return err
	}
	if d.Versions, err = versions(ctx, tx, c); err != nil {
		return err
	}
	if d.Changed, err = differs(ctx, tx, c, d.Versions); err != nil {
		return err
	}
	for _, one := range []struct {
		record review.Record
		to     *bool
	}{{review.IdentifiersChecked, &d.Checked}, {review.Scrutinised, &d.Signed}, {review.CommitteeApproved, &d.Approved}, {review.ChiefsRatified, &d.Final}} {
		if *one.to, err = review.Has(ctx, tx, c, one.record); err != nil {
			return err
		}
	}
	return nil
}

func makeVersion(r *web.Request, p access.Pass[Write]) (web.Answer, error) {
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		v, err := freeze(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		return askForVersion(r.Context(), tx, p.Case, v)
	})
	for _, why := range []struct {
		err      error
		sentence string
	}{{errNothing, "The draft is empty. Write at least one section first."}, {errSame, "Nothing changed since the last version, so none was made."},
		{errRatified, "Chief officers have this report. It can no longer change."}} {
		if errors.Is(err, why.err) {
			return showAgain(r, p.Case, why.sentence)
		}
	}
	return web.Redirect(review.Path(p.Case, "report")).Say("The version is made. Check it for identifiers now."), err
}

func showAgain(r *web.Request, c access.Case, sentence string) (web.Answer, error) {
	d := showData{Form: r.Form}
	r.Form.Refuse("", sentence)
	err := c.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, c) })
	return showPage.With(d), err
}

type versionData struct {
	Review   string
	Version  Version
	Newest   bool
	Document document.Document
}

var versionPage = web.NewPage[versionData](pages, "version.html")

func showVersion(r *web.Request, p access.Pass[See]) (web.Answer, error) {
	d := versionData{Review: p.Review()}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		d.Version, d.Newest, err = numbered(r, tx, p)
		d.Document = d.Version.Document
		return err
	})
	return versionPage.With(d), err
}

// numbered reads the version named in the address, and whether it is the newest.
func numbered(r *web.Request, tx *db.Tx, p access.Pass[See]) (Version, bool, error) {
	if err := learning.Declared(r.Context(), tx, p.Case); err != nil {
		return Version{}, false, err
	}
	vs, err := versions(r.Context(), tx, p.Case)
	if err != nil {
		return Version{}, false, err
	}
	for i, v := range vs {
		if strconv.Itoa(v.Number) == r.Path("version") {
			return v, i == 0, nil
		}
	}
	return Version{}, false, fmt.Errorf("version: %w", db.ErrNotFound)
}

// wordType is the type of a Word file.
const wordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

func wordFile(r *web.Request, p access.Pass[See]) (web.Answer, error) {
	var raw []byte
	var name string
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		v, _, err := numbered(r, tx, p)
		if err != nil {
			return err
		}
		p.Touch(v.ID)
		name = fmt.Sprintf("report-version-%d.docx", v.Number)
		raw, err = Word(v)
		return err
	})
	return web.File(name, wordType, raw), err
}
