package agencyreport

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
)

// Report is a version that an agency released. Practice is the key practice
// issues and episodes one after another; where the guidance of the review does
// not ask for them it is empty. Correction says why it follows an earlier
// version. Hash is the SHA-256 of what was signed, in hexadecimal letters.
type Report struct {
	ID, Agency, AgencyName string
	Version                int
	Practice, Correction   seal.Text
	WrittenBy, SignedBy    string // accounts
	ReleasedAt             time.Time
	Hash                   string
	Chronology             attached
	Episodes               []Episode
	parts                  []part
}

// Episode is a key practice episode as an agency signed it, in its own words.
type Episode struct {
	ID                                                         string
	Title, From, To, Happened, Decision, Sense, System, Worked seal.Text
}

// attached is what an agency's part of the chronology was at a time.
type attached struct {
	Entries int    `json:"entries"`
	Hash    string `json:"hash"`
}

// content is what an agency signs: the words with the questions as they were
// asked, its episodes, the chronology that goes with them, the agency, the review
// and the number of the version. Its bytes are what the hash is of.
type content struct {
	Kind       string    `json:"kind"`
	Review     string    `json:"review"`
	Agency     string    `json:"agency"`
	Version    int       `json:"version"`
	Correction string    `json:"correction,omitempty"`
	Answers    []piece   `json:"answers"`
	Episodes   []episode `json:"episodes"`
	Chronology attached  `json:"chronology"`
}

type piece struct {
	ID      string `json:"id"`
	Section string `json:"section"`
	Label   string `json:"label"`
	Text    string `json:"text"`
}

// contentOf is what a version of the account says.
func contentOf(reviewID, agency string, version int, qs []Question, a account, with attached) content {
	c := content{Kind: "agency report", Review: reviewID, Agency: agency, Version: version, Correction: a.Correction,
		Answers: []piece{}, Episodes: append([]episode{}, a.Episodes...), Chronology: with}
	for _, q := range qs {
		if a.answered(q) {
			c.Answers = append(c.Answers, piece{q.ID, q.Section, q.Label, a.Answers[q.ID].words()})
		}
	}
	return c
}

// episodesID is the question that the episodes answer.
const episodesID = "episodes"

// bytes are those of a version: the same words give the same bytes.
func (k content) bytes() ([]byte, error) {
	b, err := json.Marshal(k)
	if err != nil {
		return nil, fmt.Errorf("the bytes of the report: %w", err)
	}
	return b, nil
}

func hashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// ErrAltered is given for a released version whose words are not those that
// were signed.
var ErrAltered = errors.New("a released report is not as it was signed")

// Released lists the newest released version of each agency whose report is open
// to the person, by the name of the agency. Of the others nothing is opened. The
// act opens the compartment AgencyReport.
func Released(ctx context.Context, tx *db.Tx, c access.Case) ([]Report, error) {
	open, err := Open(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	var out []Report
	for _, q := range open {
		vs, err := versions(ctx, tx, c, q)
		if err != nil {
			return nil, err
		}
		out = append(out, vs[:min(1, len(vs))]...)
	}
	return out, nil
}

// versions lists every version that an agency released, the newest first. It is
// for what Open gave.
func versions(ctx context.Context, tx *db.Tx, c access.Case, q Request) ([]Report, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (Report, error) {
		v := Report{Agency: q.Agency, AgencyName: q.AgencyName}
		var words seal.Text
		at := c.At(seal.AgencyReport, "agency_version", &v.ID)
		if err := r.Scan(&v.ID, &v.Version, at.Open("content", &words), &v.Hash, &v.WrittenBy, &v.SignedBy, &v.ReleasedAt); err != nil {
			return v, err
		}
		return v, v.fill(c.Review(), words)
	}, `
		SELECT id, number, content, hash, written_by, signed_by, released_at FROM agency_version
		WHERE review_id = $1 AND request_id = $2 ORDER BY number DESC`, c.Review(), q.ID)
	if err != nil {
		return nil, fmt.Errorf("list the released versions: %w", err)
	}
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
	v.Correction, v.Chronology = seal.T(k.Correction), k.Chronology
	var practice []string
	for _, a := range k.Answers {
		if a.ID == episodesID && len(k.Episodes) > 0 {
			v.parts = append(v.parts, episodeParts(a.Label, k.Episodes)...)
		} else {
			v.parts = append(v.parts, part{ID: a.ID, Section: a.Section, Title: a.Label, Lines: []line{{Text: seal.T(a.Text)}}})
		}
		if (strings.HasPrefix(a.ID, "issue_") || a.ID == "practice") && a.Text != nothing {
			practice = append(practice, a.Label+": "+a.Text)
		}
	}
	for _, e := range k.Episodes {
		practice = append(practice, strings.TrimSpace(e.Title+": "+e.Happened))
		v.Episodes = append(v.Episodes, Episode{e.ID, seal.T(e.Title), seal.T(e.From), seal.T(e.To), seal.T(e.Happened), seal.T(e.Decision),
			seal.T(e.Sense), seal.T(e.System), seal.T(e.Worked)})
	}
	v.Practice = seal.T(strings.Join(practice, "\n\n"))
	return nil
}

// release makes the signed text the agency's next version. From then on it
// never changes.
func release(ctx context.Context, tx *db.Tx, c access.Case, w work) error {
	q, number := w.Asking, w.NextVersion()
	with, err := attachedNow(ctx, tx, c)
	if err != nil {
		return err
	}
	words, err := contentOf(c.Review(), q.Agency, number, w.Questions, w.Now.Account, with).bytes()
	if err != nil {
		return err
	}
	id := db.NewID()
	at := c.At(seal.AgencyReport, "agency_version", &id)
	if _, err := tx.Exec(ctx, `
		INSERT INTO agency_version (id, review_id, request_id, agency_id, number, text_version, content, hash, written_by, signed_by, released_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		id, c.Review(), q.ID, q.Agency, number, w.Now.Version, at.Seal("content", seal.T(string(words))), hashOf(words),
		w.Now.By, c.Person(), tx.Now()); err != nil {
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
	if err := hold(ctx, tx, c, q.Request); err != nil {
		return err
	}
	return settleRecord(ctx, tx, c)
}

// announce tells the lead officer that a report is in and can be read.
func announce(ctx context.Context, tx *db.Tx, c access.Case, q Request) error {
	path := review.Path(c, "reports/"+q.Agency)
	if err := review.Ask(ctx, tx, c, review.Task{Key: receiveKey(q.ID), Role: access.LeadOfficer,
		What: "Read the report of " + q.AgencyName, Path: path}); err != nil {
		return err
	}
	return tell(ctx, tx, c, access.LeadOfficer, "", mail.TaskWaits, mail.Message{Path: path})
}
