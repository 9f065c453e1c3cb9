package report

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/document"
	"lr/internal/learning"
	"lr/internal/review"
	"lr/internal/seal"
)

// Version is the report as it stood when somebody made a version of it. It
// never changes; Hash is the SHA-256 of what it holds, in hexadecimal.
type Version struct {
	ID         string
	Number     int // from 1
	Hash       string
	Document   document.Document
	Points     []string // titles of the learning points
	Strategies string   // suggested, as text
	MadeBy     string   // account
	MadeAt     time.Time
	ApprovedOn db.Date // the day on which the last committee approved it; none before
}

// Words are letters of what was written: no version prints itself.
func (v Version) String() string { return fmt.Sprintf("version %d (%.8s)", v.Number, v.Hash) }

// Page gives the version as a document, for those it is handed on to.
func Page(v Version) document.Document { return v.Document }

// Word writes the version as a Word file: the same bytes each time.
func Word(v Version) ([]byte, error) {
	var b bytes.Buffer
	if err := document.Word(&b, v.Document); err != nil {
		return nil, fmt.Errorf("%s as a Word file: %w", v, err)
	}
	return b.Bytes(), nil
}

// pack writes the content the one way in which it is hashed.
func pack(c content) (words, hash string, err error) {
	raw, err := json.Marshal(c)
	if err != nil {
		return "", "", fmt.Errorf("pack version %d: %w", c.Number, err)
	}
	sum := sha256.Sum256(raw)
	return string(raw), hex.EncodeToString(sum[:]), nil
}

// versions lists the versions, the newest first. One whose words do not have
// its hash is refused.
func versions(ctx context.Context, tx *db.Tx, c access.Case) ([]Version, error) {
	vs, err := db.All(ctx, tx, func(r db.Row) (Version, error) {
		var v Version
		var words seal.Text
		if err := r.Scan(&v.ID, &v.Number, &v.Hash, c.At(seal.DraftReport, "report_version", &v.ID).Open("content", &words), &v.MadeBy, &v.MadeAt); err != nil {
			return v, err
		}
		sum := sha256.Sum256([]byte(words.Reveal()))
		if hex.EncodeToString(sum[:]) != v.Hash {
			return v, fmt.Errorf("version %d: %w", v.Number, seal.ErrTampered)
		}
		var held content
		if err := json.Unmarshal([]byte(words.Reveal()), &held); err != nil {
			return v, fmt.Errorf("version %d: %w", v.Number, err)
		}
		v.Document, v.Points, v.Strategies = held.Document, held.Points, held.Strategies
		return v, nil
	}, `SELECT id, number, hash, content, made_by, made_at FROM report_version WHERE review_id = $1 ORDER BY number DESC`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list the versions of the report: %w", err)
	}
	return vs, nil
}

// Current is the newest version, or db.ErrNotFound. The act must open the
// DraftReport compartment.
func Current(ctx context.Context, tx *db.Tx, c access.Case) (Version, error) {
	vs, err := versions(ctx, tx, c)
	if err != nil {
		return Version{}, err
	}
	if len(vs) == 0 {
		return Version{}, fmt.Errorf("the report has no version yet: %w", db.ErrNotFound)
	}
	v := vs[0]
	all, err := standings(ctx, tx, c, v)
	if err != nil {
		return Version{}, err
	}
	v.ApprovedOn = approvedOn(all)
	return v, nil
}

// Approved is the version that every committee of the review approved, or
// db.ErrNotFound. The act must open the DraftReport compartment.
func Approved(ctx context.Context, tx *db.Tx, c access.Case) (Version, error) {
	v, err := Current(ctx, tx, c)
	if err != nil {
		return v, err
	}
	if v.ApprovedOn.IsZero() {
		return Version{}, fmt.Errorf("no version is approved: %w", db.ErrNotFound)
	}
	return v, nil
}

// errNothing is given for a version without a word in it.
var errNothing = errors.New("the draft is empty")

// errSame is given for a version that would be the one before again.
var errSame = errors.New("the draft did not change since the last version")

// errRatified is given when the report is past changing.
var errRatified = errors.New("chief officers have this report")

// freeze makes a version of the draft. What was said of the version before
// holds no more: the check, the scrutiny, the approval.
func freeze(ctx context.Context, tx *db.Tx, c access.Case) (Version, error) {
	past, err := versions(ctx, tx, c)
	if err != nil {
		return Version{}, err
	}
	ratified, err := review.Has(ctx, tx, c, review.ChiefsRatified)
	if err != nil {
		return Version{}, err
	}
	if ratified {
		return Version{}, errRatified
	}
	changed, err := differs(ctx, tx, c, past)
	if err != nil {
		return Version{}, err
	}
	if !changed {
		return Version{}, errSame
	}
	what, err := draft(ctx, tx, c, len(past)+1)
	if err != nil {
		return Version{}, err
	}
	if len(what.Document.Blocks) == 0 {
		return Version{}, errNothing
	}
	words, hash, err := pack(what)
	if err != nil {
		return Version{}, err
	}
	v := Version{ID: db.NewID(), Number: what.Number, Hash: hash, Document: what.Document, MadeBy: c.Person(), MadeAt: tx.Now()}
	if _, err := tx.Exec(ctx, `INSERT INTO report_version (id, review_id, number, hash, content, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		v.ID, c.Review(), v.Number, hash, c.At(seal.DraftReport, "report_version", &v.ID).Seal("content", seal.T(words)), v.MadeBy, v.MadeAt); err != nil {
		return Version{}, fmt.Errorf("make version %d: %w", v.Number, err)
	}
	c.Touch(v.ID)
	for _, record := range []review.Record{review.IdentifiersChecked, review.Scrutinised, review.CommitteeApproved} {
		if _, err := set(ctx, tx, c, record, false); err != nil {
			return Version{}, err
		}
	}
	return v, review.Done(ctx, tx, c, review.ReportDrafted)
}

// differs says whether the draft is no longer what the newest version holds.
func differs(ctx context.Context, tx *db.Tx, c access.Case, past []Version) (bool, error) {
	if len(past) == 0 {
		return true, nil
	}
	now, err := draft(ctx, tx, c, past[0].Number)
	if err != nil {
		return false, err
	}
	_, hash, err := pack(now)
	return hash != past[0].Hash, err
}

// set makes a record or takes it back, and says whether that changed anything.
// One that the lead officer left out with a reason stays left out until it is made.
func set(ctx context.Context, tx *db.Tx, c access.Case, record review.Record, done bool) (bool, error) {
	made, err := review.Has(ctx, tx, c, record)
	if err != nil || made == done {
		return false, err
	}
	if done {
		return true, review.Done(ctx, tx, c, record)
	}
	return true, review.Undone(ctx, tx, c, record)
}

// wrote says whether the person wrote anything in the version: its sections,
// its learning points, or the version itself.
func wrote(ctx context.Context, tx *db.Tx, c access.Case, v Version) (bool, error) {
	who, err := db.All(ctx, tx, db.Column[string], `SELECT account_id FROM report_writer WHERE review_id = $1`, c.Review())
	if err != nil {
		return false, fmt.Errorf("who wrote the report: %w", err)
	}
	points, err := learning.Writers(ctx, tx, c)
	if err != nil {
		return false, err
	}
	for _, id := range append(append(who, points...), v.MadeBy) {
		if id == c.Person() {
			return true, nil
		}
	}
	return false, nil
}
