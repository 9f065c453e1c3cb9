package agencyreport

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sort"
	"strings"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
)

// Report is a version that an agency released. Summary is the account of its
// involvement, Practice the key practice issues one after another; what the
// guidance of the review does not ask for is empty. Hash is the SHA-256 of what
// was signed, in hexadecimal letters.
type Report struct {
	ID, Agency, AgencyName                              string
	Version                                             int
	Summary, Background, Reflection, Practice, Episodes seal.Text
	Patterns, OtherReviews, Criminal                    seal.Text
	Answers                                             []Answer
	WrittenBy, SignedBy                                 string // accounts
	ReleasedAt                                          time.Time
	Hash                                                string
}

// Answer is one question of a released report with its words.
type Answer struct {
	ID, Section, Label string
	Text               seal.Text
}

// ErrAltered is given for a released version whose words are not those that
// were signed.
var ErrAltered = errors.New("a released report is not as it was signed")

// Released lists the newest released version of each agency, by the name of the
// agency. The act opens the compartment AgencyReport.
func Released(ctx context.Context, tx *db.Tx, c access.Case) ([]Report, error) {
	all, err := versions(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	var out []Report
	for _, r := range all {
		if len(out) == 0 || out[len(out)-1].Agency != r.Agency {
			out = append(out, r)
		}
	}
	return out, nil
}

// versions lists every released version: by agency, the newest first.
func versions(ctx context.Context, tx *db.Tx, c access.Case) ([]Report, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (Report, error) {
		var v Report
		var words seal.Text
		at := c.At(seal.AgencyReport, "agency_version", &v.ID)
		if err := r.Scan(&v.ID, &v.Agency, &v.AgencyName, &v.Version, at.Open("content", &words), &v.Hash,
			&v.WrittenBy, &v.SignedBy, &v.ReleasedAt); err != nil {
			return v, err
		}
		return v, v.fill(c.Review(), words)
	}, `
		SELECT v.id, v.agency_id, a.name, v.number, v.content, v.hash, v.written_by, v.signed_by, v.released_at
		FROM agency_version v JOIN agency a ON a.id = v.agency_id
		WHERE v.review_id = $1 ORDER BY v.agency_id, v.number DESC`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list the released reports: %w", err)
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].AgencyName < all[j].AgencyName })
	return all, nil
}

// fill takes the words of a version apart, after its hash, its agency and its
// number were compared with what was signed.
func (v *Report) fill(reviewID string, words seal.Text) error {
	raw := []byte(words.Reveal())
	var k content
	if err := json.Unmarshal(raw, &k); err != nil || hashOf(raw) != v.Hash ||
		k.Review != reviewID || k.Agency != v.Agency || k.Version != v.Version {
		return fmt.Errorf("version %d of agency %s: %w", v.Version, v.Agency, ErrAltered)
	}
	var issues []string
	into := map[string]*seal.Text{"involvement": &v.Summary, "background": &v.Background, "reflection": &v.Reflection,
		"episodes": &v.Episodes, "patterns": &v.Patterns, "other_reviews": &v.OtherReviews, "criminal": &v.Criminal}
	for _, a := range k.Answers {
		v.Answers = append(v.Answers, Answer{a.ID, a.Section, a.Label, seal.T(a.Text)})
		if to := into[a.ID]; to != nil {
			*to = seal.T(a.Text)
		}
		if strings.HasPrefix(a.ID, "issue_") || a.ID == "practice" {
			issues = append(issues, a.Label+": "+a.Text)
		}
	}
	v.Practice = seal.T(strings.Join(issues, "\n\n"))
	return nil
}

// release makes the signed text the agency's next version. From then on it
// never changes.
func release(ctx context.Context, tx *db.Tx, c access.Case, q asking, t text) error {
	cs, err := review.Committees(ctx, tx, c)
	if err != nil {
		return err
	}
	number := q.Released + 1
	words, err := canonical(c.Review(), q.Agency, number, sheet(cs), t.Answers)
	if err != nil {
		return err
	}
	id := db.NewID()
	at := c.At(seal.AgencyReport, "agency_version", &id)
	if _, err := tx.Exec(ctx, `
		INSERT INTO agency_version (id, review_id, request_id, agency_id, number, text_version, content, hash, written_by, signed_by, released_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		id, c.Review(), q.ID, q.Agency, number, t.Version, at.Seal("content", seal.T(string(words))), hashOf(words),
		t.By, c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("release version %d: %w", number, err)
	}
	c.Touch(id)
	if err := tx.Change(ctx, `UPDATE agency_request SET progress = $1, released = $2 WHERE id = $3 AND review_id = $4 AND released = $5`,
		string(In), number, q.ID, c.Review(), q.Released); err != nil {
		return err
	}
	if err := review.StopClock(ctx, tx, c, clockKey(q.ID), db.DateOf(tx.Now())); err != nil {
		return err
	}
	if err := review.Settle(ctx, tx, c, signKey(q.ID)); err != nil {
		return err
	}
	path := review.Path(c, "reports/"+q.Agency)
	if err := review.Ask(ctx, tx, c, review.Task{Key: receiveKey(q.ID), Role: access.LeadOfficer,
		What: "Read the report of " + q.AgencyName, Path: path}); err != nil {
		return err
	}
	if err := tell(ctx, tx, c, access.LeadOfficer, "", mail.TaskWaits, mail.Message{Path: path}); err != nil {
		return err
	}
	return settleRecord(ctx, tx, c)
}
