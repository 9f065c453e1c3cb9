package agencyreport

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"
	"time"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/review"
	"lr/internal/seal"
)

// State is how far an agency has come with its report.
type State string

// The states, as they are stored and shown.
const (
	Asked        State = "asked"
	Opened       State = "opened"
	Started      State = "started"
	WithApprover State = "with the approver"
	Returned     State = "returned to the author"
	In           State = "in"
	NotComing    State = "not coming"
	Withdrawn    State = "withdrawn"
)

// Request is a report asked of an agency. Due is the day its clock runs out,
// pauses and further time counted; while it is paused, the day it had. Released
// is the number of its newest released version, 0 while there is none. Late is a
// report that is neither in nor explained after the day it was due; Days is how
// late it is, or came.
type Request struct {
	ID, Agency, AgencyName string
	Asked, Due             db.Date
	Opened, Moved          db.Date // when the agency first, and last, did something
	State                  State
	Released               int
	Late, CameLate         bool
	Days                   int
	Paused                 bool
	Explained              bool // it is written down why it is late, or came late
	missing                bool
	limit                  review.Clock
}

// Answered says that the report is in, or that it is written down why not.
func (q Request) Answered() bool { return q.Released > 0 || q.missing }

// Open says that the report is still waited for.
func (q Request) Open() bool { return !q.Answered() && q.State != Withdrawn }

// Correcting says that the agency works on another version of what it released.
func (q Request) Correcting() bool { return q.Released > 0 && q.State != In }

// Requests lists the reports that are asked for, by the name of the agency. It
// opens no compartment.
func Requests(ctx context.Context, tx *db.Tx, c access.Case) ([]Request, error) {
	all, err := withWithdrawn(ctx, tx, c)
	var qs []Request
	for _, q := range all {
		if q.State != Withdrawn {
			qs = append(qs, q)
		}
	}
	return qs, err
}

func withWithdrawn(ctx context.Context, tx *db.Tx, c access.Case) ([]Request, error) {
	limits, err := review.PlainClocks(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	today := db.DateOf(tx.Now())
	qs, err := db.All(ctx, tx, func(r db.Row) (Request, error) {
		var q Request
		var withdrawn bool
		err := r.Scan(&q.ID, &q.Agency, &q.AgencyName, &q.Asked, &q.Due, &q.Opened, &q.Moved, &q.State, &q.Released, &q.missing, &withdrawn)
		switch {
		case withdrawn:
			q.State = Withdrawn
		case q.missing && q.Released == 0 && (q.State == Asked || q.State == Opened):
			q.State = NotComing
		}
		q.Late = q.Open() && q.Due.Before(today)
		if k, runs := limits[clockKey(q.ID)]; runs {
			q.count(k, today)
		}
		return q, err
	}, `
		SELECT q.id, q.agency_id, a.name, q.asked_on, q.due, q.opened_on, q.moved_on, q.progress, q.released,
		       q.missing IS NOT NULL, q.withdrawn_on IS NOT NULL
		FROM agency_request q JOIN agency a ON a.id = q.agency_id
		WHERE q.review_id = $1 ORDER BY q.id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list the reports asked for: %w", err)
	}
	sort.SliceStable(qs, func(i, j int) bool { return qs[i].AgencyName < qs[j].AgencyName })
	return qs, nil
}

// count puts the request beside its clock, which knows of pauses.
func (q *Request) count(k review.Clock, today db.Date) {
	q.limit, q.Explained = k, k.Explained
	due, state := k.Due(k.Calendar), k.State(k.Calendar, today)
	if q.Paused = state == clock.Paused; !due.IsZero() {
		q.Due = due
	}
	q.Late, q.CameLate = q.Open() && state == clock.Late, q.Released > 0 && state == clock.MetLate
	if q.Late || q.CameLate {
		q.Days = -k.Left(k.Calendar, today)
	}
}

// LateBy is how late the report is or came, as people say it: "3 days".
func (q Request) LateBy() string {
	unit := q.limit.Span.Unit
	if unit != clock.WorkingDay {
		unit = "day"
	}
	return clock.Span{Amount: q.Days, Unit: unit}.String() + " late"
}

// IsReleased says that the agency released a report in this review. It opens no
// compartment.
func IsReleased(ctx context.Context, tx *db.Tx, c access.Case, agency string) (bool, error) {
	n, err := db.One(ctx, tx, db.Column[int], `SELECT released FROM agency_request WHERE review_id = $1 AND agency_id = $2`,
		c.Review(), agency)
	if errors.Is(err, db.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("whether the agency released: %w", err)
	}
	return n > 0, nil
}

// FirstReleased is when the agency first released a report in this review. It
// opens no compartment.
func FirstReleased(ctx context.Context, tx *db.Tx, c access.Case, agency string) (time.Time, error) {
	t, err := db.One(ctx, tx, db.Column[time.Time], `
		SELECT MIN(v.released_at) FROM agency_version v JOIN agency_request q ON q.id = v.request_id
		WHERE q.review_id = $1 AND q.agency_id = $2`, c.Review(), agency)
	if err != nil {
		return t, fmt.Errorf("when the agency first released: %w", err)
	}
	return t, nil
}

// asking is a request with its words.
type asking struct {
	Request
	About, Outline, Missing seal.Text
	AskedBy                 string
}

// find reads one request, or gives db.ErrNotFound. The act opens the
// compartments AgencyReport and Identity.
func find(ctx context.Context, tx *db.Tx, c access.Case, id string) (asking, error) {
	all, err := withWithdrawn(ctx, tx, c)
	if err != nil {
		return asking{}, err
	}
	for _, q := range all {
		if q.ID != id {
			continue
		}
		name := c.At(seal.Identity, "agency_request", &q.ID)
		words := c.At(seal.AgencyReport, "agency_request", &q.ID)
		return db.One(ctx, tx, func(r db.Row) (asking, error) {
			a := asking{Request: q}
			return a, r.Scan(&a.AskedBy, name.Open("about", &a.About), words.Open("outline", &a.Outline), words.Open("missing", &a.Missing))
		}, `SELECT asked_by, about, outline, missing FROM agency_request WHERE id = $1 AND review_id = $2`, id, c.Review())
	}
	return asking{}, db.ErrNotFound
}

// findOwn is find for somebody of the agency: another agency's request is as if
// it were not there.
func findOwn(ctx context.Context, tx *db.Tx, c access.Case, id string) (asking, error) {
	q, err := find(ctx, tx, c, id)
	if err == nil && (c.Agency() == "" || q.Agency != c.Agency() || q.State == Withdrawn) {
		return asking{}, db.ErrNotFound
	}
	c.Touch(id)
	return q, err
}

// come writes down how far an agency has come.
func come(ctx context.Context, tx *db.Tx, c access.Case, id string, to State) error {
	if err := tx.Change(ctx, `UPDATE agency_request SET progress = $1 WHERE id = $2 AND review_id = $3`, string(to), id, c.Review()); err != nil {
		return fmt.Errorf("the report is now %s: %w", to, err)
	}
	return touched(ctx, tx, c, id)
}

// settleRecord makes the record that every report is in or explained, when that
// is so, and opens those that were held until then. Nobody need answer any more
// who asked for time for those. [ASP22 p8]
func settleRecord(ctx context.Context, tx *db.Tx, c access.Case) error {
	qs, err := Requests(ctx, tx, c)
	if err != nil {
		return err
	}
	open := 0
	for _, q := range qs {
		if !q.Answered() {
			open++
		} else if err := review.Settle(ctx, tx, c, timeKey(q.ID)); err != nil {
			return err
		}
	}
	if open > 0 {
		return nil
	}
	if err := openAll(ctx, tx, c); err != nil {
		return err
	}
	return review.Done(ctx, tx, c, review.ReportsIn)
}

// The keys of an agency's clock and tasks.
func clockKey(id string) string { return "report:" + id }

// requestOfClock gives the request whose clock has the key.
func requestOfClock(key string) (id string, ours bool) { return strings.CutPrefix(key, "report:") }

func writeKey(id string) string   { return "report:" + id }
func signKey(id string) string    { return "report-sign:" + id }
func receiveKey(id string) string { return "report-in:" + id }
func timeKey(id string) string    { return "report-time:" + id }

func reportPath(c access.Case, id string) string { return review.Path(c, "report-of/"+id) }
func signPath(c access.Case, id string) string   { return reportPath(c, id) + "/sign" }
func timePath(c access.Case, id string) string   { return reportPath(c, id) + "/time" }
func askedPath(c access.Case, id string) string  { return review.Path(c, "requests/"+id) }
