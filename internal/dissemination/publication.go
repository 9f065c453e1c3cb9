package dissemination

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
)

// Extent is how much is published.
type Extent string

const (
	Full     Extent = "full"
	Redacted Extent = "redacted"
	Summary  Extent = "summary"
	Briefing Extent = "briefing"
	Nothing  Extent = "nothing"
)

var extents = []form.Option{{Value: string(Full), Label: "The full report", Hint: "With a summary and the learning points."},
	{Value: string(Redacted), Label: "The report without some parts", Hint: "You choose the parts that are left out. The reader sees that something is missing."},
	{Value: string(Summary), Label: "A summary and the learning points"},
	{Value: string(Briefing), Label: "A short briefing", Hint: "The learning points for teams, with a few words before them."},
	{Value: string(Nothing), Label: "Nothing", Hint: "There is no duty to publish. The reasons are kept with the review."}}

// Label is the extent in words.
func (e Extent) Label() string {
	for _, o := range extents {
		if o.Value == string(e) {
			return o.Label
		}
	}
	return ""
}

// withReport says that the approved report is part of what is published.
func (e Extent) withReport() bool { return e == Full || e == Redacted }

// Publication is what was decided about publishing, and how far it has come.
type Publication struct {
	ID                           string
	Version                      int
	Extent                       Extent
	Reasons, Advice, Proceedings seal.Text
	DecidedOn                    db.Date
	DecidedBy                    string  // account
	LookAgain                    db.Date // when the decision is looked at again
	AgreedHash, AgreedBy         string  // "" until the text is agreed
	PublicID                     string  // "" until something was published
	words                        wording
	wordedBy                     string // account, "" until there is a text
}

// Worded says that there is a text to publish.
func (p Publication) Worded() bool { return p.wordedBy != "" }

// wording is what the lead officer wrote for the public.
type wording struct {
	Title   string      `json:"title"`
	Summary string      `json:"summary"`
	Themes  []string    `json:"themes"`
	Points  []pointText `json:"points"`
	Omit    []int       `json:"omit"` // parts of the report that are left out, from 0
}

// pointText is a learning point in words for the public.
type pointText struct {
	ID       string `json:"id"` // of the learning point
	Title    string `json:"title"`
	Words    string `json:"words"`
	Practice bool   `json:"practice"`
}

// Of gives what was decided about publishing, or db.ErrNotFound. The act must
// open the Deliberation and DraftReport compartments.
func Of(ctx context.Context, tx *db.Tx, c access.Case) (Publication, error) {
	p, err := db.One(ctx, tx, func(r db.Row) (Publication, error) {
		var p Publication
		var extent, day, words seal.Text
		said, text := c.At(seal.Deliberation, "publication", &p.ID), c.At(seal.DraftReport, "publication", &p.ID)
		err := r.Scan(&p.ID, &p.Version, said.Open("extent", &extent), said.Open("reasons", &p.Reasons), said.Open("advice", &p.Advice),
			said.Open("proceedings", &p.Proceedings), said.Open("decided_on", &day), &p.DecidedBy, &p.LookAgain,
			text.Open("wording", &words), &p.wordedBy, &p.AgreedHash, &p.AgreedBy, &p.PublicID)
		if err != nil {
			return p, err
		}
		p.Extent = Extent(extent.Reveal())
		if p.DecidedOn, err = db.ParseDate(day.Reveal()); err == nil && !words.Empty() {
			err = json.Unmarshal([]byte(words.Reveal()), &p.words)
		}
		return p, err
	}, `SELECT id, version, extent, reasons, advice, proceedings, decided_on, decided_by, look_again, wording, worded_by, agreed_hash, agreed_by,
		published_id FROM publication WHERE review_id = $1`, c.Review())
	if err != nil {
		return p, fmt.Errorf("read the decision about publishing: %w", err)
	}
	return p, nil
}

// found is Of without its error where nothing is decided yet.
func found(ctx context.Context, tx *db.Tx, c access.Case) (Publication, bool, error) {
	p, err := Of(ctx, tx, c)
	if errors.Is(err, db.ErrNotFound) {
		return p, false, nil
	}
	return p, err == nil, err
}

// keepDecision writes the decision down: a new one at version 0, or over the
// version that was seen. Whatever was agreed before holds no more.
func keepDecision(ctx context.Context, tx *db.Tx, c access.Case, p Publication) error {
	fresh := p.ID == ""
	if fresh {
		p.ID = db.NewID()
	}
	at := c.At(seal.Deliberation, "publication", &p.ID)
	values := []any{at.Seal("extent", seal.T(string(p.Extent))), at.Seal("reasons", p.Reasons), at.Seal("advice", p.Advice),
		at.Seal("proceedings", p.Proceedings), at.Seal("decided_on", seal.T(p.DecidedOn.String())), c.Person(), p.LookAgain, p.ID, c.Review()}
	var err error
	if fresh {
		_, err = tx.Exec(ctx, `INSERT INTO publication (extent, reasons, advice, proceedings, decided_on, decided_by, look_again, id, review_id)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, values...)
		if errors.Is(err, db.ErrTaken) {
			err = db.ErrStale
		}
	} else {
		err = tx.Change(ctx, `UPDATE publication SET extent = $1, reasons = $2, advice = $3, proceedings = $4, decided_on = $5, decided_by = $6,
			look_again = $7, agreed_hash = NULL, agreed_by = NULL, version = version + 1
			WHERE id = $8 AND review_id = $9 AND version = $10`, append(values, p.Version)...)
	}
	if err != nil {
		return fmt.Errorf("write down the decision about publishing: %w", err)
	}
	c.Touch(p.ID)
	return review.Done(ctx, tx, c, review.PublicationDecided)
}

func keepWording(ctx context.Context, tx *db.Tx, c access.Case, p Publication) error {
	raw, err := json.Marshal(p.words)
	if err != nil {
		return fmt.Errorf("the words to publish: %w", err)
	}
	c.Touch(p.ID)
	err = tx.Change(ctx, `UPDATE publication SET wording = $1, worded_by = $2, agreed_hash = NULL, agreed_by = NULL, version = version + 1
		WHERE id = $3 AND review_id = $4 AND version = $5`,
		c.At(seal.DraftReport, "publication", &p.ID).Seal("wording", seal.T(string(raw))), c.Person(), p.ID, c.Review(), p.Version)
	if err != nil {
		return fmt.Errorf("write down the words to publish: %w", err)
	}
	return nil
}

// ask puts a task on the start page of whoever has the role, and writes to them.
func ask(ctx context.Context, tx *db.Tx, c access.Case, key string, role access.Role, what, page string) error {
	task := review.Task{Key: key, Role: role, What: what, Path: review.Path(c, page)}
	if err := review.Ask(ctx, tx, c, task); err != nil {
		return err
	}
	people, err := c.People(ctx, tx)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.Role != role || p.Walled || p.ID == c.Person() {
			continue
		}
		if err := mail.Send(ctx, tx, c, mail.ToAccount(p.ID), mail.TaskWaits, mail.Message{Path: task.Path}); err != nil {
			return err
		}
	}
	return nil
}

// The keys of this step's tasks.
const (
	taskWording = "publication-text"
	taskAgree   = "publication-agree"
	taskPublish = "publication-publish"
)
