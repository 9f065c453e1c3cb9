package report

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/chronology"
	"lr/internal/db"
	"lr/internal/document"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// annex is the heading under which the picture stands.
const annex = "Annex: what happened, over time"

// drawn is the picture of what happened as it was put into the draft.
type drawn struct {
	Block document.Block
	At    time.Time
}

// pictureIn reads the picture of the draft; ok says that there is one.
func pictureIn(ctx context.Context, tx *db.Tx, c access.Case) (d drawn, ok bool, err error) {
	d, err = db.One(ctx, tx, func(r db.Row) (drawn, error) {
		var d drawn
		var id string
		var words seal.Text
		if err := r.Scan(&id, c.At(seal.DraftReport, "report_picture", &id).Open("content", &words), &d.At); err != nil {
			return d, err
		}
		return d, json.Unmarshal([]byte(words.Reveal()), &d.Block)
	}, `SELECT id, content, put_at FROM report_picture WHERE review_id = $1`, c.Review())
	if errors.Is(err, db.ErrNotFound) {
		return d, false, nil
	}
	if err != nil {
		return d, false, fmt.Errorf("read the picture of the draft: %w", err)
	}
	return d, true, nil
}

// putPicture puts the picture into the draft as the chronology is now, or takes
// it out.
func putPicture(r *web.Request, p access.Pass[Write]) (web.Answer, error) {
	ctx, said := r.Context(), "The picture is in the draft."
	err := p.Write(ctx, func(tx *db.Tx) error {
		ratified, err := review.Has(ctx, tx, p.Case, review.ChiefsRatified)
		if err != nil {
			return err
		}
		if ratified {
			return db.ErrStale
		}
		if _, err := tx.Exec(ctx, `DELETE FROM report_picture WHERE review_id = $1`, p.Review()); err != nil {
			return fmt.Errorf("take the picture out: %w", err)
		}
		if r.Form.Value("do") == "out" {
			said = "The picture is taken out of the draft."
			return nil
		}
		block, err := chronology.ForReport(ctx, tx, p.Case)
		if errors.Is(err, db.ErrNotFound) {
			said = "There is no picture: no entry has a known day."
			return nil
		}
		if err != nil {
			return err
		}
		words, err := json.Marshal(block)
		if err != nil {
			return fmt.Errorf("keep the picture: %w", err)
		}
		id := db.NewID()
		p.Touch(id)
		if _, err := tx.Exec(ctx, `INSERT INTO report_picture (id, review_id, content, put_by, put_at) VALUES ($1, $2, $3, $4, $5)`,
			id, p.Review(), p.At(seal.DraftReport, "report_picture", &id).Seal("content", seal.T(string(words))), p.Person(), tx.Now()); err != nil {
			return fmt.Errorf("keep the picture: %w", err)
		}
		return writes(ctx, tx, p.Case)
	})
	return web.Redirect(review.Path(p.Case, "report")).Say(said), err
}
