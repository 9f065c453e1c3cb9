package agencyreport

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

type signData struct {
	work
	Form    *form.Form
	Waits   bool // there is something to sign
	Wrote   bool // this person wrote in it, so somebody else signs
	Parts   []part
	Empty   []string
	Changed int  // parts that changed since it was last given back or released
	Before  bool // it was read here before
	Names   []named
	Entries int
	Held    bool // once released, it opens together with those of the others
}

// longComment is how many letters a comment may have.
const longComment = 4000

// CommentOn is the field for what the approver says about a part.
func (d signData) CommentOn(p part) form.Field {
	field := d.Form.Field("on-"+p.ID, "What should the author look at again here?", "")
	field.Rows = 2
	return field
}

var signPage = web.NewPage[signData](pages, "sign.html", "parts.html")

func seeDraft(r *web.Request, p access.Pass[Sign]) (web.Answer, error) {
	return signAgain(r, p, form.New())
}

func signAgain(r *web.Request, p access.Pass[Sign], f *form.Form) (web.Answer, error) {
	d := signData{Form: f}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case, r.Path("request")) })
	return signPage.With(d), err
}

func (d *signData) fill(ctx context.Context, tx *db.Tx, c access.Case, id string) error {
	var err error
	if d.work, err = loadWork(ctx, tx, c, id); err != nil {
		return err
	}
	if d.Waits = d.Locked(); !d.Waits {
		return nil
	}
	hands, err := writers(ctx, tx, c, id)
	if err != nil {
		return err
	}
	d.Wrote = hands[c.Person()]
	d.Form.Set("version", strconv.Itoa(d.Now.Version))
	d.Parts, d.Empty = d.Now.Account.parts(d.Questions)
	seen, err := lastLook(ctx, tx, c, id)
	if err != nil {
		return err
	}
	if d.Before = seen > 0; d.Before {
		before, err := textAt(ctx, tx, c, id, seen)
		if err != nil {
			return err
		}
		was, _ := before.Account.parts(d.Questions)
		d.Parts = compared(was, d.Parts)
		d.Changed = changedParts(d.Parts)
	}
	for i := range d.Parts {
		for _, k := range d.Comments {
			if k.Part == d.Parts[i].ID {
				d.Parts[i].Comments = append(d.Parts[i].Comments, k)
			}
		}
	}
	if d.Names, err = namesIn(ctx, tx, c, d.work); err != nil {
		return err
	}
	o, err := openingOf(ctx, tx, c)
	if err != nil {
		return err
	}
	d.Held = o.Shut()
	d.Entries, err = entries(ctx, tx, c)
	return err
}

// lastLook is the saved text that was in front of the agency's approver when it
// was last given back or released; 0 if neither was.
func lastLook(ctx context.Context, tx *db.Tx, c access.Case, request string) (int, error) {
	given, err := db.One(ctx, tx, db.Column[int], `SELECT COALESCE(MAX(text_version), 0) FROM agency_return WHERE request_id = $1 AND review_id = $2`,
		request, c.Review())
	if err != nil {
		return 0, fmt.Errorf("what was given back last: %w", err)
	}
	signed, err := lastSigned(ctx, tx, c, request)
	return max(given, signed), err
}

// lastSigned is the saved text of the newest released version, 0 if there is none.
func lastSigned(ctx context.Context, tx *db.Tx, c access.Case, request string) (int, error) {
	n, err := db.One(ctx, tx, db.Column[int], `SELECT COALESCE(MAX(text_version), 0) FROM agency_version WHERE request_id = $1 AND review_id = $2`,
		request, c.Review())
	if err != nil {
		return 0, fmt.Errorf("what was signed last: %w", err)
	}
	return n, nil
}

// writers are those who saved the text since it was last released, in any
// version: none of them may sign it.
func writers(ctx context.Context, tx *db.Tx, c access.Case, request string) (map[string]bool, error) {
	last, err := lastSigned(ctx, tx, c, request)
	if err != nil {
		return nil, err
	}
	all, err := db.All(ctx, tx, db.Column[string], `SELECT DISTINCT saved_by FROM agency_text WHERE request_id = $1 AND review_id = $2 AND version > $3`,
		request, c.Review(), last)
	if err != nil {
		return nil, fmt.Errorf("who wrote the report: %w", err)
	}
	hands := map[string]bool{}
	for _, one := range all {
		hands[one] = true
	}
	return hands, nil
}

// said is what the approver typed: of the whole, and by part.
type said struct {
	whole string
	parts map[string]string
}

func readComments(f *form.Form, w work) said {
	s := said{f.Text("comment", longComment, ""), map[string]string{}}
	ids := []string{}
	for _, q := range w.Questions {
		ids = append(ids, q.ID)
	}
	for _, e := range w.Now.Account.Episodes {
		ids = append(ids, episodePart(e.ID))
	}
	for _, id := range ids {
		if words := f.Text("on-"+id, longComment, ""); words != "" {
			s.parts[id] = words
		}
	}
	return s
}

func (s said) nothing() bool { return s.whole == "" && len(s.parts) == 0 }

// sign releases the report, or gives it back with comments. Nobody signs what
// they wrote themselves, also when they hold both parts. [ASP22 p8]
func sign(r *web.Request, p access.Pass[Sign]) (web.Answer, error) {
	ctx, f, id := r.Context(), r.Form, r.Path("request")
	do := f.Value("do")
	err := p.Write(ctx, func(tx *db.Tx) error {
		w, err := loadWork(ctx, tx, p.Case, id)
		if err != nil {
			return err
		}
		hands, err := writers(ctx, tx, p.Case, id)
		if err != nil {
			return err
		}
		if !w.Locked() || f.Number("version", 0, 1<<30, "") != w.Now.Version {
			return db.ErrStale
		}
		s := readComments(f, w)
		switch {
		case hands[p.Person()]:
			f.Refuse("", "You wrote in this report, so somebody else signs it.")
		case do == "return" && s.nothing():
			f.Refuse("comment", "Say what the author should look at again.")
		case do == "sign" && !s.nothing():
			f.Refuse("comment", "You wrote comments. Give the report back with them, or take them out and sign.")
		case do != "sign" && do != "return":
			f.Refuse("", "Choose whether to sign the report or to give it back.")
		}
		if !f.OK() {
			return errRefused
		}
		if do == "return" {
			return giveBack(ctx, tx, p.Case, w, s)
		}
		return release(ctx, tx, p.Case, w)
	})
	if errors.Is(err, errRefused) {
		return signAgain(r, p, f)
	}
	if do == "return" {
		return web.Redirect(signPath(p.Case, id)).Say("Given back to the author with your comments."), err
	}
	return web.Redirect(signPath(p.Case, id)).Say("Signed and released. The lead officer knows."), err
}

func giveBack(ctx context.Context, tx *db.Tx, c access.Case, w work, s said) error {
	q, id := w.Asking, db.NewID()
	if _, err := tx.Exec(ctx, `
		INSERT INTO agency_return (id, review_id, request_id, comment, returned_by, returned_at, text_version) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		id, c.Review(), q.ID, c.At(seal.AgencyDraft, "agency_return", &id).Seal("comment", seal.T(s.whole)), c.Person(), tx.Now(),
		w.Now.Version); err != nil {
		return fmt.Errorf("give the report back: %w", err)
	}
	for part, words := range s.parts {
		if err := keepComment(ctx, tx, c, q.ID, id, part, seal.T(words)); err != nil {
			return err
		}
	}
	if err := come(ctx, tx, c, q.ID, Returned); err != nil {
		return err
	}
	if err := review.Settle(ctx, tx, c, signKey(q.ID)); err != nil {
		return err
	}
	if err := review.Ask(ctx, tx, c, review.Task{Key: writeKey(q.ID), Role: access.AgencyAuthor, Agency: q.Agency,
		What: "Look again at your agency's report", Path: reportPath(c, q.ID), Due: q.Due}); err != nil {
		return err
	}
	return tell(ctx, tx, c, access.AgencyAuthor, q.Agency, mail.ReportReturned, mail.Message{Path: reportPath(c, q.ID), Due: q.Due})
}
