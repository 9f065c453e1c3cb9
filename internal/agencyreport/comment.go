package agencyreport

import (
	"context"
	"fmt"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/seal"
)

// longAnswer is how many letters an answer to a comment may have.
const longAnswer = 1000

// comment is what an approver said about one part of the draft, and what the
// author did about it.
type comment struct {
	ID, Part        string
	Comment, Answer seal.Text
	Settled         bool
}

// comments are those since the newest release, in their order.
func comments(ctx context.Context, tx *db.Tx, c access.Case, request string) ([]comment, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (comment, error) {
		var k comment
		at := c.At(seal.AgencyDraft, "agency_comment", &k.ID)
		return k, r.Scan(&k.ID, &k.Part, at.Open("comment", &k.Comment), at.Open("answer", &k.Answer), &k.Settled)
	}, `
		SELECT k.id, k.part, k.comment, k.answer, k.answered_at IS NOT NULL FROM agency_comment k
		WHERE k.request_id = $1 AND k.review_id = $2
		  AND NOT EXISTS (SELECT 1 FROM agency_version v WHERE v.request_id = k.request_id AND v.id > k.id)
		ORDER BY k.id`, request, c.Review())
	if err != nil {
		return nil, fmt.Errorf("read the approver's comments: %w", err)
	}
	return all, nil
}

// unsettled counts the comments on a question that wait for the author.
func unsettled(all []comment, q Question) int {
	n := 0
	for _, k := range all {
		if !k.Settled && (k.Part == q.ID || q.Kind == guidance.Episodes && isEpisode(k.Part)) {
			n++
		}
	}
	return n
}

// keepComment keeps what an approver says about a part of the draft they give back.
func keepComment(ctx context.Context, tx *db.Tx, c access.Case, request, given, part string, said seal.Text) error {
	id := db.NewID()
	if _, err := tx.Exec(ctx, `
		INSERT INTO agency_comment (id, review_id, request_id, return_id, part, comment) VALUES ($1, $2, $3, $4, $5, $6)`,
		id, c.Review(), request, given, part, c.At(seal.AgencyDraft, "agency_comment", &id).Seal("comment", said)); err != nil {
		return fmt.Errorf("keep a comment: %w", err)
	}
	return nil
}

// settle keeps what the author did about comments, typed beside the words that it
// is about. One is settled once its box is ticked, with words or without.
func settle(ctx context.Context, tx *db.Tx, c access.Case, f *form.Form, about []comment) error {
	for _, k := range about {
		answer, done := f.Line("answer-"+k.ID, longAnswer, ""), f.Tick("settled-"+k.ID)
		if k.Settled || !done && answer == k.Answer.Reveal() {
			continue
		}
		var at any
		if done {
			at = tx.Now()
		}
		if err := tx.Change(ctx, `
			UPDATE agency_comment SET answer = $1, answered_by = $2, answered_at = $3 WHERE id = $4 AND review_id = $5 AND answered_at IS NULL`,
			c.At(seal.AgencyDraft, "agency_comment", &k.ID).Seal("answer", seal.T(answer)), c.Person(), at, k.ID, c.Review()); err != nil {
			return err
		}
	}
	return nil
}

// on gives the comments on one part.
func on(all []comment, part string) []comment {
	var some []comment
	for _, k := range all {
		if k.Part == part {
			some = append(some, k)
		}
	}
	return some
}

// lastComment is what the approver said of the whole draft when they last gave it
// back, since the newest release.
func lastComment(ctx context.Context, tx *db.Tx, c access.Case, request string) (seal.Text, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (seal.Text, error) {
		var id string
		var t seal.Text
		return t, r.Scan(&id, c.At(seal.AgencyDraft, "agency_return", &id).Open("comment", &t))
	}, `
		SELECT r.id, r.comment FROM agency_return r
		WHERE r.request_id = $1 AND r.review_id = $2
		  AND NOT EXISTS (SELECT 1 FROM agency_version v WHERE v.request_id = r.request_id AND v.id > r.id)
		ORDER BY r.id DESC`, request, c.Review())
	if err != nil || len(all) == 0 {
		return seal.Text{}, err
	}
	return all[0], nil
}
