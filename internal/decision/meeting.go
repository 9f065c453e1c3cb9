package decision

import (
	"context"
	"encoding/json"
	"fmt"
	"sort"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// meeting is one of the group's. Quorum is how many members must be there, 0
// where that is not settled.
type meeting struct {
	ID          string
	Version     int
	On          db.Date
	Time, Place seal.Text
	Quorum      int
	Minutes     groupMinutes // the last version; none while its Version is 0
}

// meetingSaid is what of a meeting is sealed.
type meetingSaid struct {
	On    string `json:"on"`
	Time  string `json:"time"`
	Place string `json:"place"`
}

// groupMeetings lists the meetings by day, each with its minutes.
func groupMeetings(ctx context.Context, tx *db.Tx, c access.Case) ([]meeting, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (meeting, error) {
		var m meeting
		var words seal.Text
		if err := r.Scan(&m.ID, &m.Version, c.At(seal.Deliberation, "decision_group_meeting", &m.ID).Open("content", &words), &m.Quorum); err != nil {
			return m, err
		}
		var s meetingSaid
		if err := json.Unmarshal([]byte(words.Reveal()), &s); err != nil {
			return m, fmt.Errorf("meeting %s cannot be read", m.ID)
		}
		var err error
		m.On, err = db.ParseDate(s.On)
		m.Time, m.Place = seal.T(s.Time), seal.T(s.Place)
		return m, err
	}, `SELECT id, version, content, quorum FROM decision_group_meeting WHERE review_id = $1 ORDER BY at, id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("read the meetings: %w", err)
	}
	taken, err := lastGroupMinutes(ctx, tx, c)
	for i := range all {
		all[i].Minutes = taken[all[i].ID]
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].On.Before(all[j].On) })
	return all, err
}

// nextMeeting is the first that is not over, nil for none.
func nextMeeting(ctx context.Context, tx *db.Tx, c access.Case) (*meeting, error) {
	all, err := groupMeetings(ctx, tx, c)
	for i := range all {
		if all[i].Minutes.Version == 0 && !all[i].On.Before(db.DateOf(tx.Now())) {
			return &all[i], err
		}
	}
	return nil, err
}

func meetingOf(ctx context.Context, tx *db.Tx, c access.Case, id string) (meeting, error) {
	all, err := groupMeetings(ctx, tx, c)
	if err != nil {
		return meeting{}, err
	}
	for _, m := range all {
		if m.ID == id {
			return m, nil
		}
	}
	return meeting{}, db.ErrNotFound
}

type meetingsData struct {
	Review   string
	Meetings []meeting
	Sets     bool
}

var meetingsPage = web.NewPage[meetingsData](pages, "meetings.html")

func showMeetings(r *web.Request, p access.Pass[SeeMeetings]) (web.Answer, error) {
	d := meetingsData{Review: p.Review(), Sets: p.May(SetMeeting{}.Rule())}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		d.Meetings, err = groupMeetings(r.Context(), tx, p.Case)
		return err
	})
	return meetingsPage.With(d), err
}

type setData struct {
	Form    *form.Form
	Review  string
	Meeting string // "" for a new one
	Saw     int
}

var setPage = web.NewPage[setData](pages, "setmeeting.html")

func askMeeting(r *web.Request, p access.Pass[SetMeeting]) (web.Answer, error) {
	return meetingAgain(r, p, nil)
}

func meetingAgain(r *web.Request, p access.Pass[SetMeeting], f *form.Form) (web.Answer, error) {
	d := setData{Form: f, Review: p.Review(), Meeting: r.Path("meeting")}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		if d.Meeting == "" {
			return nil
		}
		m, err := meetingOf(r.Context(), tx, p.Case, d.Meeting)
		if d.Saw = m.Version; f == nil {
			d.Form = form.New()
			d.Form.Set("on", m.On.Words())
			d.Form.Set("time", m.Time.Reveal())
			d.Form.Set("place", m.Place.Reveal())
			if m.Quorum > 0 {
				d.Form.Set("quorum", fmt.Sprint(m.Quorum))
			}
		}
		return err
	})
	if f != nil {
		d.Saw = f.Number("version", 0, 1e6, "")
	} else if d.Form == nil {
		d.Form = form.New()
	}
	return setPage.With(d), err
}

// setMeeting sets a meeting, or changes when and where one is, and tells the members.
func setGroupMeeting(r *web.Request, p access.Pass[SetMeeting]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	m := meeting{ID: r.Path("meeting"), Version: f.Number("version", 0, 1e6, ""),
		On:     f.Date("on", "Give the day of the meeting, such as 31 March 2027."),
		Time:   seal.T(f.Line("time", 50, "Say at what time it begins.")),
		Place:  seal.T(f.Line("place", 300, "Say where it is, or how people join.")),
		Quorum: f.Number("quorum", 0, 50, "")}
	if !f.OK() {
		return meetingAgain(r, p, f)
	}
	err := p.Write(ctx, func(tx *db.Tx) error {
		if err := keepMeeting(ctx, tx, p.Case, &m); err != nil {
			return err
		}
		return tellMembers(ctx, tx, p.Case, review.Path(p.Case, "meetings"))
	})
	return web.Redirect(review.Path(p.Case, "meetings")).Say("The meeting is set. The members are told."), err
}

func keepMeeting(ctx context.Context, tx *db.Tx, c access.Case, m *meeting) error {
	words, err := json.Marshal(meetingSaid{m.On.String(), m.Time.Reveal(), m.Place.Reveal()})
	if err != nil {
		return fmt.Errorf("keep a meeting: %w", err)
	}
	fresh := m.ID == ""
	if fresh {
		m.ID = db.NewID()
	}
	c.Touch(m.ID)
	sealed := c.At(seal.Deliberation, "decision_group_meeting", &m.ID).Seal("content", seal.T(string(words)))
	if fresh {
		_, err := tx.Exec(ctx, `INSERT INTO decision_group_meeting (id, review_id, content, quorum, set_by, at) VALUES ($1, $2, $3, $4, $5, $6)`,
			m.ID, c.Review(), sealed, m.Quorum, c.Person(), tx.Now())
		return err
	}
	return tx.Change(ctx, `
		UPDATE decision_group_meeting SET content = $1, quorum = $2, version = version + 1
		WHERE id = $3 AND review_id = $4 AND version = $5`, sealed, m.Quorum, m.ID, c.Review(), m.Version)
}

// tellMembers writes to those of the group who have declared.
func tellMembers(ctx context.Context, tx *db.Tx, c access.Case, path string) error {
	group, err := groupOf(ctx, tx, c, nil)
	if err != nil {
		return err
	}
	for _, m := range group {
		if m.Walled || !m.Declared || m.ID == c.Person() {
			continue
		}
		if err := mail.Send(ctx, tx, c, mail.ToAccount(m.ID), mail.TaskWaits, mail.Message{Path: path}); err != nil {
			return err
		}
	}
	return nil
}
