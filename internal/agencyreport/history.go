package agencyreport

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/mail"
	"lr/internal/seal"
)

// happening is a kind of deed in the history of a request.
type happening string

const (
	wasAsked     happening = "asked"        // by the day
	timeAsked    happening = "time-asked"   // until the day
	timeGiven    happening = "time-given"   // until the day
	timeRefused  happening = "time-refused" // it stays due on the day
	lateBecause  happening = "late"
	notComing    happening = "not-coming"
	wasWithdrawn happening = "withdrawn"
	wasInvited   happening = "invited"
)

// past is one line of the history of a request.
type past struct {
	ID, Request string
	Kind        happening
	Day         db.Date
	Words       seal.Text
	By          string // account
	Who         seal.Text
	At          time.Time
}

// Says tells the line in words, without those of the case.
func (p past) Says() string {
	switch p.Kind {
	case wasAsked:
		return "Asked for the report by " + p.Day.Words()
	case timeAsked:
		return "Asked for more time, until " + p.Day.Words()
	case timeGiven:
		return "Gave more time, until " + p.Day.Words()
	case timeRefused:
		return "Gave no more time: due on " + p.Day.Words()
	case lateBecause:
		return "Said why it is late"
	case notComing:
		return "Wrote down why the report will not come"
	case wasWithdrawn:
		return "Withdrew the request"
	}
	return "Invited somebody"
}

// note adds a line to the history of a request. words may be empty.
func note(ctx context.Context, tx *db.Tx, c access.Case, request string, kind happening, day db.Date, words seal.Text) error {
	id := db.NewID()
	var sealed any
	if !words.Empty() {
		sealed = c.At(seal.AgencyReport, "agency_history", &id).Seal("words", words)
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO agency_history (id, review_id, request_id, kind, day, words, done_by, done_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		id, c.Review(), request, string(kind), day, sealed, c.Person(), tx.Now())
	if err != nil {
		return fmt.Errorf("keep what happened to the request: %w", err)
	}
	c.Touch(request)
	return nil
}

// history tells what happened to a request, the oldest first, with its words and
// who did it. The act opens the compartment AgencyReport.
func history(ctx context.Context, tx *db.Tx, c access.Case, request string) ([]past, error) {
	ps, err := db.All(ctx, tx, func(r db.Row) (past, error) {
		p := past{Request: request}
		return p, r.Scan(&p.ID, &p.Kind, &p.Day, c.At(seal.AgencyReport, "agency_history", &p.ID).Open("words", &p.Words), &p.By, &p.At)
	}, `SELECT id, kind, day, words, done_by, done_at FROM agency_history WHERE request_id = $1 AND review_id = $2 ORDER BY done_at, id`,
		request, c.Review())
	if err != nil {
		return nil, fmt.Errorf("what happened to the request: %w", err)
	}
	people, err := c.People(ctx, tx)
	for i := range ps {
		for _, one := range people {
			if one.ID == ps[i].By {
				ps[i].Who = one.Name
			}
		}
	}
	return ps, err
}

// times is what the history of a request says about its time. It needs no words.
type times struct {
	First   db.Date // day that was set when it was asked for
	Given   int     // times that more time was given
	Wanted  past    // more time that was asked for and is not answered; none without an ID
	settled db.Date // when the day was last set or left as it was
}

// timesOf gives the times of every request of the review, by its id.
func timesOf(ctx context.Context, tx *db.Tx, c access.Case) (map[string]times, error) {
	all := map[string]times{}
	_, err := db.All(ctx, tx, func(r db.Row) (past, error) {
		var p past
		err := r.Scan(&p.ID, &p.Request, &p.Kind, &p.Day, &p.At)
		t := all[p.Request]
		t.add(p)
		all[p.Request] = t
		return p, err
	}, `SELECT id, request_id, kind, day, done_at FROM agency_history WHERE review_id = $1 ORDER BY done_at, id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("how the requests stand in time: %w", err)
	}
	return all, nil
}

func (t *times) add(p past) {
	switch p.Kind {
	case wasAsked:
		*t = times{First: p.Day}
	case timeAsked:
		t.Wanted = p
		return
	case timeGiven:
		t.Given, t.Wanted = t.Given+1, past{}
	case timeRefused:
		t.Wanted = past{}
	default:
		return
	}
	t.settled = db.DateOf(p.At)
}

// reminders is what went to an agency.
type reminders struct {
	Times int // days on which somebody was reminded
	Last  db.Date
	turns map[string]bool // account, day it was due, day of the turn
}

// Says how often and when, in words.
func (r reminders) Says() string {
	switch r.Times {
	case 0:
		return "None yet"
	case 1:
		return "Reminded once, on " + r.Last.Words()
	}
	return fmt.Sprintf("Reminded %d times, last on %s", r.Times, r.Last.Words())
}

func turnOf(account string, due, slot db.Date) string {
	return account + " " + due.String() + " " + slot.String()
}

// remindersOf gives what went to the agencies since they were asked, by request.
// A message that did not go does not count.
func remindersOf(ctx context.Context, tx *db.Tx, c access.Case) (map[string]reminders, error) {
	unsent, err := mail.Unsent(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	all := map[string]reminders{}
	_, err = db.All(ctx, tx, func(r db.Row) (string, error) {
		var id, request, account string
		var due, slot, sent db.Date
		err := r.Scan(&id, &request, &account, &due, &slot, &sent)
		if unsent[id] {
			return id, err
		}
		one := all[request]
		if one.turns == nil {
			one.turns = map[string]bool{}
		}
		one.turns[turnOf(account, due, slot)] = true
		if sent != one.Last {
			one.Times, one.Last = one.Times+1, sent
		}
		all[request] = one
		return id, err
	}, `
		SELECT m.id, m.request_id, m.account_id, m.due, m.slot, m.sent_on
		FROM agency_reminder m JOIN agency_request q ON q.id = m.request_id
		WHERE m.review_id = $1 AND m.sent_on >= q.asked_on ORDER BY m.sent_on, m.id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list the reminders: %w", err)
	}
	return all, nil
}

// withPast are the pages, each with the list of what happened.
var withPast fs.FS = sharing{pages}

type sharing struct{ embed.FS }

// ReadFile gives a page and the list behind it.
func (s sharing) ReadFile(name string) ([]byte, error) {
	page, err := s.FS.ReadFile(name)
	if err != nil {
		return nil, err
	}
	list, err := s.FS.ReadFile("past.html")
	return append(page, list...), err
}
