package dissemination

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/document"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

type previewData struct {
	Form        *form.Form
	Review      string
	Lead        bool
	Chair       bool // may agree and justify: did not write the text
	Publication Publication
	Content     content
	Hash        string
	NoReport    bool
	Findings    []finding
	Open        int
}

// Agreed says that exactly this was agreed.
func (d previewData) Agreed() bool { return d.Hash != "" && d.Publication.AgreedHash == d.Hash }

// Words and Report are the documents as the public page shows them.
func (d previewData) Words() document.Document   { return d.Content.Words() }
func (d previewData) Report() *document.Document { return d.Content.Report }

var previewPage = web.NewPage[previewData](pages, "preview.html")

func preview(r *web.Request, p access.Pass[See]) (web.Answer, error) {
	return previewAgain(r, p.Case, form.New())
}

func previewAgain(r *web.Request, c access.Case, f *form.Form) (web.Answer, error) {
	d := previewData{Form: f, Review: c.Review(), Lead: c.Is(access.LeadOfficer)}
	err := c.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if d.Publication, err = worded(r.Context(), tx, c); err != nil {
			return err
		}
		d.Chair = c.Is(access.CommitteeChair) && d.Publication.wordedBy != c.Person() && untilPublished.Has(c.Stage())
		if d.Findings, err = findings(r.Context(), tx, c); err != nil {
			return err
		}
		d.Open = open(d.Findings)
		d.Content, err = compose(r.Context(), tx, c, d.Publication)
		if errors.Is(err, errNoReport) {
			d.NoReport = true
			return nil
		}
		if err == nil {
			_, d.Hash, err = d.Content.pack()
		}
		return err
	})
	return previewPage.With(d), err
}

// worded is the publication when it has a text, or db.ErrNotFound.
func worded(ctx context.Context, tx *db.Tx, c access.Case) (Publication, error) {
	p, err := Of(ctx, tx, c)
	if err == nil && (!p.Worded() || p.Extent == Nothing) {
		err = fmt.Errorf("there is no text to publish: %w", db.ErrNotFound)
	}
	return p, err
}

// justify writes down why words that the check found may stay. The second
// person does. [CI-LR]
func justify(r *web.Request, p access.Pass[Agree]) (web.Answer, error) {
	reason := r.Form.Line("reason-"+r.Path("finding"), 1000, "Say why these words tell nobody who somebody is.")
	if !r.Form.OK() {
		return previewAgain(r, p.Case, r.Form)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		now, err := worded(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		if now.wordedBy == p.Person() {
			return access.ErrForbidden
		}
		fs, err := findings(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		for _, f := range fs {
			if f.ID != r.Path("finding") {
				continue
			}
			p.Touch(f.ID)
			return tx.Change(r.Context(), `UPDATE publication_finding SET reason = $1, justified_by = $2, justified_at = $3
				WHERE id = $4 AND review_id = $5 AND justified_by IS NULL`,
				p.At(seal.DraftReport, "publication_finding", &f.ID).Seal("reason", seal.T(reason)), p.Person(), tx.Now(), f.ID, p.Review())
		}
		return db.ErrNotFound
	})
	return web.Redirect(review.Path(p.Case, "publication/preview")).Say("The reason is written down."), err
}

// agree binds the chair to exactly what they saw. Whoever wrote the text cannot
// agree to it.
func agree(r *web.Request, p access.Pass[Agree]) (web.Answer, error) {
	seen := r.Form.Line("hash", 64, "Open the page again: it is not known what you saw.")
	if !r.Form.OK() {
		return previewAgain(r, p.Case, r.Form)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		now, err := worded(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		if now.wordedBy == p.Person() {
			return access.ErrForbidden
		}
		if err := notPublic(r.Context(), tx, now); err != nil {
			return err
		}
		fs, err := findings(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		if n := open(fs); n > 0 {
			return refusal("The check found words that may tell who somebody is. Have them worded anew, or say why they may stay.")
		}
		return keepAgreement(r.Context(), tx, p.Case, now, seen)
	})
	if refused := refusal(""); errors.As(err, &refused) {
		r.Form.Refuse("", string(refused))
		return previewAgain(r, p.Case, r.Form)
	}
	return web.Redirect(review.Path(p.Case, "publication")).Say("You agreed to exactly this text."), err
}

func keepAgreement(ctx context.Context, tx *db.Tx, c access.Case, p Publication, seen string) error {
	k, err := compose(ctx, tx, c, p)
	if err != nil {
		return err
	}
	_, hash, err := k.pack()
	if err != nil {
		return err
	}
	if hash != seen {
		return db.ErrStale
	}
	c.Touch(p.ID)
	if err := tx.Change(ctx, `UPDATE publication SET agreed_hash = $1, agreed_by = $2 WHERE id = $3 AND review_id = $4 AND version = $5`,
		hash, c.Person(), p.ID, c.Review(), p.Version); err != nil {
		return fmt.Errorf("agree to the text: %w", err)
	}
	if err := review.Settle(ctx, tx, c, taskAgree); err != nil {
		return err
	}
	return ask(ctx, tx, c, taskPublish, access.LeadOfficer, "Publish what was agreed", "publication")
}

// errFound is given when the check finds something at the last moment.
const errFound = refusal("The check found words that may tell who somebody is. Nothing was published. Open the preview to see them: " +
	"change the text, or ask the committee's chair to say why they may stay. Words of the report itself are mended in a new version of the report.")

// errHeld is given where a limit stands against publishing; the form says which.
var errHeld = errors.New("a limit stands against it")

// publish makes public exactly what was agreed, when everybody who must hear
// first was told or tried, and the check finds nothing that is not justified.
func publish(r *web.Request, p access.Pass[Publish]) (web.Answer, error) {
	var refused error
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		k, now, err := ready(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		if err := review.Heed(r.Context(), tx, p.Case, r.Form, review.Deed{Name: "Published", Topics: []review.Topic{review.Publication, review.Naming}}); err != nil {
			return err
		}
		if !r.Form.OK() {
			return errHeld
		}
		n, err := check(r.Context(), tx, p.Case, k)
		if err != nil {
			return err
		}
		if n > 0 { // what was found is kept, so this is no error
			refused = errFound
			p.Note(seal.T(fmt.Sprintf("Not published: %d findings are open.", n)))
			return nil
		}
		return release(r.Context(), tx, p.Case, now, k)
	})
	if err == nil {
		err = refused
	}
	if errors.Is(err, errHeld) {
		return showAgain(r, p.Case, r.Form)
	}
	if words := refusal(""); errors.As(err, &words) {
		r.Form.Refuse("", string(words))
		return showAgain(r, p.Case, r.Form)
	}
	return web.Redirect(review.Path(p.Case, "publication")).Say("It is published."), err
}

// ready gives what is to be published, or says what is missing.
func ready(ctx context.Context, tx *db.Tx, c access.Case) (content, Publication, error) {
	p, decided, err := found(ctx, tx, c)
	if err != nil {
		return content{}, p, err
	}
	ls, err := lines(ctx, tx, c)
	if err != nil {
		return content{}, p, err
	}
	switch {
	case !decided:
		return content{}, p, refusal("The committee has not decided about publishing yet.")
	case p.Extent == Nothing:
		return content{}, p, refusal("The committee decided to publish nothing.")
	case !allTold(ls):
		return content{}, p, refusal("Nobody learns of this from the news: first write down, for each line, whether they were told.")
	case !p.Worded():
		return content{}, p, refusal("The text is not written yet.")
	case p.AgreedHash == "":
		return content{}, p, refusal("The committee's chair has not agreed to the text yet.")
	case p.AgreedBy == c.Person():
		return content{}, p, refusal("You agreed to the text yourself, so somebody else publishes it.")
	}
	if err := notPublic(ctx, tx, p); err != nil {
		return content{}, p, err
	}
	k, err := compose(ctx, tx, c, p)
	if errors.Is(err, errNoReport) {
		err = refusal("No version of the report is approved, so it cannot be published.")
	}
	if err != nil {
		return k, p, err
	}
	if _, hash, err := k.pack(); err != nil || hash != p.AgreedHash {
		return k, p, errors.Join(err, refusal("This is no longer what the chair agreed to. Save the text again, and ask them to read it."))
	}
	return k, p, nil
}

// release writes the content down for everybody, under an id nobody can guess.
func release(ctx context.Context, tx *db.Tx, c access.Case, p Publication, k content) error {
	words, hash, err := k.pack()
	if err != nil {
		return err
	}
	file, err := k.word()
	if err != nil {
		return err
	}
	page, err := pageText(k)
	if err != nil {
		return err
	}
	id := strings.ToLower(rand.Text())
	if _, err := tx.Exec(ctx, `INSERT INTO published (id, review_id, title, summary, words, themes, content, hash, word, word_hash, published_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, id, c.Review(), k.Title, k.Summary, page, strings.Join(k.Themes, " "),
		words, hash, file, sum(file), tx.Now()); err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	c.Touch(p.ID, id)
	if err := tx.Change(ctx, `UPDATE publication SET published_id = $1, version = version + 1 WHERE id = $2 AND review_id = $3 AND agreed_hash = $4`,
		id, p.ID, c.Review(), hash); err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	return review.Settle(ctx, tx, c, taskPublish)
}

// withdraw takes the words of what is public away, and leaves the reason.
func withdraw(r *web.Request, p access.Pass[Withdraw]) (web.Answer, error) {
	f := r.Form
	reason := f.Text("withdraw", 1000, "Give the reason in a sentence for the public.")
	if !f.OK() {
		return showAgain(r, p.Case, f)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		now, err := Of(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		if err := Clear(r.Context(), tx, p.Case, reason); err != nil {
			return err
		}
		p.Touch(now.ID, now.PublicID)
		if err := takeBack(r.Context(), tx, p.Case, now.PublicID, reason); err != nil {
			return err
		}
		_, err = tx.Exec(r.Context(), `UPDATE publication SET agreed_hash = NULL, agreed_by = NULL, version = version + 1 WHERE review_id = $1`, p.Review())
		return err
	})
	if errors.Is(err, ErrNames) {
		f.Refuse("withdraw", "Everybody can read this reason, and it may tell who somebody is. Give it in other words.")
		return showAgain(r, p.Case, f)
	}
	return web.Redirect(review.Path(p.Case, "publication")).Say("It is withdrawn."), err
}

func takeBack(ctx context.Context, tx *db.Tx, c access.Case, id, reason string) error {
	if err := tx.Change(ctx, `UPDATE published SET withdrawn_at = $1, withdrawn_because = $2, title = '', summary = '', words = '', themes = '',
		content = '', word = NULL WHERE id = $3 AND review_id = $4 AND withdrawn_at IS NULL`, tx.Now(), reason, id, c.Review()); err != nil {
		return fmt.Errorf("withdraw: %w", err)
	}
	if _, err := tx.Exec(ctx, `DELETE FROM published_change WHERE published_id = $1`, id); err != nil {
		return fmt.Errorf("withdraw what changed: %w", err)
	}
	return nil
}
