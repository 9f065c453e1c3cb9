package site

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/mail"
	"lr/internal/seal"
)

// runDemo starts a fictional partnership. It lives in a folder of its own that
// is thrown away at the end, and takes no address, mail server or database of
// anybody's: it cannot be used for real work.
func runDemo(ctx context.Context, words []string, out, log io.Writer) error {
	fs := flags("demo", "a fictional partnership, thrown away at the end", log)
	listen := fs.String("listen", "localhost:8080", "address to answer on")
	if err := fs.Parse(words); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "lr-demo-")
	if err != nil {
		return fmt.Errorf("make a folder for the demonstration: %w", err)
	}
	defer os.RemoveAll(dir)
	fmt.Fprintln(out, "Making up a partnership, its people and its reviews…")
	quarter := 0
	in, err := OpenDemo(ctx, dir, "", "http://"+*listen, func(done, all int) {
		if now := 4 * done / all; now > quarter {
			quarter = now
			fmt.Fprintf(out, "%d %%\n", 25*quarter)
		}
	}, slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		return err
	}
	defer in.Close()
	return in.Serve(ctx, *listen, func() {
		fmt.Fprintf(out, "\nOpen http://%s and choose whom to be. Messages that would be sent are written to %s.\nCtrl+C ends it and throws everything away.\n", *listen, filepath.Join(dir, "mail"))
	})
}

// demoClock stands in the past while the reviews are made, and then goes with
// the real time.
type demoClock struct {
	past atomic.Pointer[clock.Fixed]
}

func (d *demoClock) Now() time.Time {
	if f := d.past.Load(); f != nil {
		return f.Now()
	}
	return clock.Real()
}

// OpenDemo makes the fictional partnership in a folder, or in the database
// given, with its people and a review at each stage. progress is told how many
// of all chapters are done.
func OpenDemo(ctx context.Context, dir, database, base string, progress func(done, all int), log *slog.Logger) (*Installation, error) {
	var now demoClock
	past := clock.NewFixed(clock.Real())
	now.past.Store(past)
	in, err := Open(ctx, Config{Kind: Demo, Data: filepath.Join(dir, "data"), Keys: filepath.Join(dir, "keys"), Database: database,
		Base: base, Committee: "Exampleshire Public Protection (fictional)", Mail: mail.Folder(filepath.Join(dir, "mail")),
		From: "no-reply@exampleshire.example", ReplyTo: "lead.officers@exampleshire.example", Now: now.Now, Log: log})
	if err != nil {
		return nil, err
	}
	past.Set(clock.Real().AddDate(-2, 0, 0))
	if err := in.DB.Write(ctx, func(tx *db.Tx) error { return in.makePeople(ctx, tx) }); err != nil {
		in.Close()
		return nil, fmt.Errorf("make up people: %w", err)
	}
	err = in.settle(past, false)
	if err == nil {
		err = in.reviews(ctx, past, progress)
	}
	if past.Set(clock.Real()); err == nil {
		err = in.settle(past, true)
	}
	if err != nil {
		in.Close()
		return nil, fmt.Errorf("make up reviews: %w", err)
	}
	now.past.Store(nil)
	return in, nil
}

// demoPerson is somebody one can become.
type demoPerson struct {
	Key, Name, Post string
	Offices         []access.Office
}

const (
	childCommittee = "exampleshire-cpc"
	adultCommittee = "exampleshire-apc"
	socialWork     = "exampleshire-social-work"
	health         = "exampleshire-health"
	police         = "invented-police"
)

func in(role access.Role, agency string) access.Office {
	return access.Office{Role: role, Agency: agency}
}
func of(role access.Role, committee string) access.Office {
	return access.Office{Role: role, Committee: committee}
}

// demoPeople are all invented, and their names say so.
var demoPeople = []demoPerson{
	{"ailsa", "Ailsa Example", "Lead officer", []access.Office{of(access.LeadOfficer, childCommittee), of(access.LeadOfficer, adultCommittee)}},
	{"bruno", "Bruno Placeholder", "Another lead officer, when the first one steps aside", []access.Office{in(access.LeadOfficer, "")}},
	{"catriona", "Catriona Sample", "Independent chair of the child protection committee", []access.Office{of(access.CommitteeChair, childCommittee)}},
	{"dougal", "Dougal Specimen", "Convener of the adult protection committee", []access.Office{of(access.CommitteeChair, adultCommittee)}},
	{"elspeth", "Elspeth Mockup", "Chief officer", []access.Office{in(access.ChiefOfficer, "")}},
	{"farah", "Farah Template", "Working group, Social Work", []access.Office{in(access.WorkingGroup, socialWork)}},
	{"gregor", "Gregor Dummy", "Working group, Health", []access.Office{in(access.WorkingGroup, health)}},
	{"isla", "Isla Draft", "Writes Social Work's reports", []access.Office{in(access.AgencyAuthor, socialWork)}},
	{"jamie", "Jamie Signoff", "Signs Social Work's reports", []access.Office{in(access.AgencyApprover, socialWork)}},
	{"kirsty", "Kirsty Memo", "Writes Health's reports", []access.Office{in(access.AgencyAuthor, health)}},
	{"lachlan", "Lachlan Stamp", "Signs Health's reports", []access.Office{in(access.AgencyApprover, health)}},
	{"vera", "Vera Writeup", "Writes the police's reports", []access.Office{in(access.AgencyAuthor, police)}},
	{"wanda", "Wanda Countersign", "Signs the police's reports", []access.Office{in(access.AgencyApprover, police)}},
	{"mairi", "Mairi Neutral", "Independent reviewer", []access.Office{in(access.Reviewer, "")}},
	{"niall", "Niall Gavel", "Chairs review teams", []access.Office{in(access.ReviewChair, "")}},
	{"oona", "Oona Panel", "Review team and supporter, Social Work", []access.Office{in(access.TeamMember, socialWork), in(access.Supporter, socialWork)}},
	{"priya", "Priya Quorum", "Review team and supporter, Health", []access.Office{in(access.TeamMember, health), in(access.Supporter, health)}},
	{"xander", "Xander Rota", "Review team and supporter, Police", []access.Office{in(access.TeamMember, police), in(access.Supporter, police)}},
	{"rory", "Rory Rehearsal", "Health visitor who is asked to take part", []access.Office{in(access.Practitioner, health)}},
	{"senga", "Senga Pretend", "Social worker who is asked to take part", []access.Office{in(access.Practitioner, socialWork)}},
	{"tam", "Tam Madeup", "Strategic manager, Social Work", []access.Office{in(access.Manager, socialWork), in(access.ActionOwner, socialWork)}},
	{"una", "Una Fable", "Strategic manager, Health", []access.Office{in(access.Manager, health), in(access.ActionOwner, health)}},
}

func demoAccount(tx *db.Tx, ctx context.Context, key string) (string, error) {
	return db.One(ctx, tx, db.Column[string], `SELECT account_id FROM demo_person WHERE key = $1`, key)
}

func (in *Installation) makePeople(ctx context.Context, tx *db.Tx) error {
	for _, c := range [][]string{
		{childCommittee, "Exampleshire Child Protection Committee", "child", `{"chief_officers":"told","local_holidays":[],"report_within":{"amount":10,"unit":"working day"},"decide_within":{"amount":56,"unit":"calendar day"},"publish_default":"full"}`},
		{adultCommittee, "Exampleshire Adult Protection Committee", "adult", `{"chief_officers":"ratify","local_holidays":[],"report_within":{"amount":2,"unit":"week"},"decide_within":{"amount":56,"unit":"calendar day"},"publish_default":"summary","delegated":"` + delegatedTo + `"}`},
	} {
		if _, err := tx.Exec(ctx, `INSERT INTO committee (id, name, track, settings) VALUES ($1, $2, $3, $4)`, c[0], c[1], c[2], c[3]); err != nil {
			return err
		}
	}
	for _, a := range [][]string{{socialWork, "Exampleshire Social Work"}, {health, "Exampleshire Health Board"}, {police, "Invented Police Division"}} {
		if _, err := tx.Exec(ctx, `INSERT INTO agency (id, name) VALUES ($1, $2)`, a[0], a[1]); err != nil {
			return err
		}
	}
	for _, p := range demoPeople {
		id, err := in.Gate.AddAccount(ctx, tx, seal.T(p.Name), seal.T(p.Key+"@exampleshire.example"), p.Offices...)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO demo_person (key, account_id) VALUES ($1, $2)`, p.Key, id); err != nil {
			return err
		}
	}
	return nil
}
