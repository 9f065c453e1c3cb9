// Package notification brings a significant event to the committees: a few short
// pages that need no account, against the criteria of the guidance in force that
// day, which stay with the review for good. What is not sent yet opens with its
// link alone, and is deleted after 14 days. [SEED notify, ASP22 p4, ASP22 p7, CP21 p4, SCR15 p17]
//
// The lead officer says whether they were involved, acknowledges it, looks whether
// the event was notified before, settles which committee considers it and which
// area leads, and keeps the time limits after the death of a looked-after child.
// [ASF19 p9, DLAC p2, DLAC p3, DLAC p4]
package notification

import (
	"context"
	"embed"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/guidance"
	"lr/internal/seal"
	"lr/internal/web"
)

//go:embed schema/*.sql
var schema embed.FS

//go:embed *.html
var pages embed.FS

// Feature is the step as the site takes it in.
var Feature = web.Feature{Name: "notification", Schema: schema, Routes: routes}

func routes(rs *web.Routes) {
	web.AddOpen(rs, "GET /notify", choose)
	web.AddOpen(rs, "GET /notify/family", family)
	web.AddOpen(rs, "GET /notify/{about}", start)
	web.AddOpen(rs, "POST /notify/{about}", first)
	web.AddOpen(rs, "GET /notify/link/{link}", come)
	web.AddOpen(rs, "GET /notify/link/{link}/{step}", ask)
	web.AddOpen(rs, "POST /notify/link/{link}/{step}", save)
	web.AddOpen(rs, "POST /notify/link/{link}/mail", post)
	web.AddOpen(rs, "POST /notify/link/{link}/check", send)
	web.Add(rs, "GET /reviews/{review}/notification", show)
	web.Add(rs, "POST /reviews/{review}/notification/acknowledge", acknowledge)
	web.Add(rs, "POST /reviews/{review}/notification/conflict", declare)
	web.Add(rs, "POST /reviews/{review}/notification/alternate", appoint)
	web.Add(rs, "GET /reviews/{review}/notification/committees", askCommittees)
	web.Add(rs, "POST /reviews/{review}/notification/committees", setCommittees)
	web.Add(rs, "GET /reviews/{review}/notification/area", askArea)
	web.Add(rs, "POST /reviews/{review}/notification/area", setArea)
	web.Add(rs, "GET /reviews/{review}/notification/notices", askNotices)
	web.Add(rs, "POST /reviews/{review}/notification/notices", setNotices)
	web.Add(rs, "POST /reviews/{review}/notification/notices/{notice}", noticeDone)
	web.Add(rs, "GET /reviews/{review}/notification/twins/{other}", askTwin)
	web.Add(rs, "POST /reviews/{review}/notification/twins/{other}", setTwin)
	web.Add(rs, "POST /reviews/{review}/notification/twins/{other}/undo", undoTwin)
}

// Notify is to bring an event to the committees. Anybody who works for an agency may.
type Notify struct{}

func (Notify) Rule() access.Rule {
	return access.Rule{Name: "notification.notify", Opens: seal.Notification | seal.Identity}
}

// Read is to read the notification.
type Read struct{}

func (Read) Rule() access.Rule {
	return access.Rule{Name: "notification.read", Opens: seal.Notification, Who: access.Grants{
		{Roles: access.LeadOfficer | access.Administrator | access.CommitteeChair, Stages: access.From(access.Received)},
		{Roles: access.ReviewChair | access.Reviewer, Stages: access.From(access.SettingUp)},
	}}
}

// Triage is to acknowledge the notification, to declare, and to appoint an alternate.
type Triage struct{}

func (Triage) Rule() access.Rule {
	return access.Rule{Name: "notification.triage", Opens: seal.Notification, Who: access.Grants{
		{Roles: access.LeadOfficer, Stages: access.At(access.Received)}}}
}

// Notices is to keep the time limits that the death of a looked-after child sets.
type Notices struct{}

func (Notices) Rule() access.Rule {
	return access.Rule{Name: "notification.notices", Opens: seal.Notification | seal.Hold, Who: access.Grants{
		{Roles: access.LeadOfficer, Stages: access.Through(access.Received, access.Improving)}}}
}

// Compare is to look whether two reviews are about the same event.
type Compare struct{}

func (Compare) Rule() access.Rule {
	return access.Rule{Name: "notification.compare", Opens: seal.Notification | seal.Identity, Who: access.Grants{
		{Roles: access.LeadOfficer, Stages: access.From(access.Received)}}}
}

// Pair is to say what a review that looks like the same event is to this one.
type Pair struct{}

func (Pair) Rule() access.Rule {
	return access.Rule{Name: "notification.pair", Opens: seal.Notification | seal.Identity | seal.Hold, Who: access.Grants{
		{Roles: access.LeadOfficer, Stages: access.At(access.Received)}}}
}

// Tie is the other side of Pair, and what undoes it, on both sides.
type Tie struct{}

func (Tie) Rule() access.Rule {
	return access.Rule{Name: "notification.tie", Opens: seal.Notification | seal.Identity | seal.Hold, Who: access.Grants{
		{Roles: access.LeadOfficer, Stages: access.From(access.Received)}}}
}

// Route is why the committees are asked.
type Route string

const (
	Harm     Route = "harm"
	Practice Route = "practice" // something went strikingly well
)

// Answer is what the notifier says of a limb of the criteria.
type Answer struct {
	Value  guidance.Answer
	Reason seal.Text
}

// Notification is the event as it was brought. Days are as they were typed.
type Notification struct {
	ID                   string
	Received             time.Time
	Route                Route
	Name, Post           seal.Text // of the notifier
	Email, Phone         seal.Text
	Born, Died, Happened seal.Text
	Event, Status        seal.Text
	Risk, RiskAction     seal.Text
	Agencies, Processes  seal.Text
	Fields               []Field
	Answers              map[string]map[string]Answer // by guidance version and limb
}

// Of reads the notification of the review.
func Of(ctx context.Context, tx *db.Tx, c access.Case) (Notification, error) {
	n, err := db.One(ctx, tx, func(r db.Row) (Notification, error) {
		var n Notification
		var route seal.Text
		at := c.At(seal.Notification, "notification", &n.ID)
		err := r.Scan(&n.ID, &n.Received, at.Open("route", &route), at.Open("notifier_name", &n.Name), at.Open("notifier_post", &n.Post),
			at.Open("notifier_email", &n.Email), at.Open("notifier_phone", &n.Phone), at.Open("born", &n.Born),
			at.Open("died", &n.Died), at.Open("happened", &n.Happened), at.Open("event", &n.Event), at.Open("status", &n.Status),
			at.Open("risk", &n.Risk), at.Open("risk_action", &n.RiskAction), at.Open("agencies", &n.Agencies),
			at.Open("processes", &n.Processes))
		n.Route = Route(route.Reveal())
		return n, err
	}, `
		SELECT id, received_at, route, notifier_name, notifier_post, notifier_email, notifier_phone, born, died, happened, event, status,
		       risk, risk_action, agencies, processes
		FROM notification WHERE review_id = $1`, c.Review())
	if err != nil {
		return n, fmt.Errorf("read the notification: %w", err)
	}
	if n.Fields, err = fields(ctx, tx, c); err != nil {
		return n, err
	}
	n.Answers, err = answers(ctx, tx, c)
	return n, err
}

func answers(ctx context.Context, tx *db.Tx, c access.Case) (map[string]map[string]Answer, error) {
	all := map[string]map[string]Answer{}
	_, err := db.All(ctx, tx, func(r db.Row) (Answer, error) {
		var a Answer
		var id, version, limb string
		var value seal.Text
		at := c.At(seal.Notification, "notification_answer", &id)
		err := r.Scan(&id, &version, &limb, at.Open("answer", &value), at.Open("reason", &a.Reason))
		a.Value = guidance.Answer(value.Reveal())
		if all[version] == nil {
			all[version] = map[string]Answer{}
		}
		all[version][limb] = a
		return a, err
	}, `SELECT id, guidance, limb, answer, reason FROM notification_answer WHERE review_id = $1`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("read the notifier's answers: %w", err)
	}
	return all, nil
}

func insert(ctx context.Context, tx *db.Tx, c access.Case, n Notification) error {
	at := c.At(seal.Notification, "notification", &n.ID)
	if _, err := tx.Exec(ctx, `
		INSERT INTO notification (id, review_id, received_at, route, notifier_name, notifier_post, notifier_email, notifier_phone,
		    born, died, happened, event, status, risk, risk_action, agencies, processes)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		n.ID, c.Review(), tx.Now(), at.Seal("route", seal.T(string(n.Route))), at.Seal("notifier_name", n.Name),
		at.Seal("notifier_post", n.Post), at.Seal("notifier_email", n.Email), at.Seal("notifier_phone", n.Phone),
		at.Seal("born", n.Born), at.Seal("died", n.Died), at.Seal("happened", n.Happened), at.Seal("event", n.Event),
		at.Seal("status", n.Status), at.Seal("risk", n.Risk), at.Seal("risk_action", n.RiskAction),
		at.Seal("agencies", n.Agencies), at.Seal("processes", n.Processes)); err != nil {
		return fmt.Errorf("keep the notification: %w", err)
	}
	if err := insertFields(ctx, tx, c, n.Fields); err != nil {
		return err
	}
	for version, limbs := range n.Answers {
		for limb, a := range limbs {
			id := db.NewID()
			at := c.At(seal.Notification, "notification_answer", &id)
			if _, err := tx.Exec(ctx, `
				INSERT INTO notification_answer (id, review_id, guidance, limb, answer, reason) VALUES ($1, $2, $3, $4, $5, $6)`,
				id, c.Review(), version, limb, at.Seal("answer", seal.T(string(a.Value))), at.Seal("reason", a.Reason)); err != nil {
				return fmt.Errorf("keep the answer to %s %s: %w", version, limb, err)
			}
		}
	}
	return nil
}
