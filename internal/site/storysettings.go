package site

import (
	"fmt"
	"time"

	"lr/internal/clock"
	"lr/internal/db"
)

// settle is what the lead officer of the demonstration's child protection
// committee does with its settings: two versions before the first review, one
// after the last, and a draft that waits. None of it is a word of a case.
func (in *Installation) settle(past *clock.Fixed, published bool) (err error) {
	typed := len(in.typed)
	defer func() {
		in.typed = in.typed[:typed]
		if f, ok := recover().(walkFault); ok {
			err = fmt.Errorf("settings: %w", f.error)
		}
	}()
	o := officer{in.desks()("ailsa"), "/committees/" + childCommittee + "/"}
	if !published {
		o.setUp(db.DateOf(past.Now()).Year + 2)
		past.Advance(200 * 24 * time.Hour)
		o.remind()
		return nil
	}
	o.ask("F2", "Was an interpreter or an advocate needed, and was there one?", "Involvement")
	o.publish("Agencies are asked about interpreters and advocates, as the committee agreed after the last review.")
	o.confirm()
	o.decideWithin("10")
	return nil
}

// officer is somebody at the settings of a committee.
type officer struct {
	hand
	home string
}

func (o officer) setUp(year int) {
	o.Go(o.home + "names")
	o.Fill("Councils whose areas it covers", "Exampleshire Council\nSampleton Council")
	o.Fill("Contact for people who notify", "lead.officers@exampleshire.example, read on working days from 9 to 5")
	o.Click("Keep in the draft")
	for _, h := range [][2]string{{fmt.Sprintf("5 April %d", year), "Exampleshire spring holiday"}, {fmt.Sprintf("20 September %d", year), "Exampleshire autumn holiday"}} {
		o.Go(o.home + "holidays")
		o.Fill("Day", h[0])
		o.Fill("Name", h[1])
		o.Click("Add the holiday")
	}
	o.publish("Set up: our councils, our contact and the local holidays.")
}

func (o officer) remind() {
	o.Go(o.home + "times")
	o.Fill("Working days before the report is due", "5, 2")
	o.Click("Keep in the draft")
	o.publish("A second reminder two days before, since one day was too short for some agencies.")
}

func (o officer) decideWithin(weeks string) {
	o.Go(o.home + "times")
	o.Fill("The committee decides within", weeks)
	o.Select("The decision is counted in", "weeks")
	o.Click("Keep in the draft")
}

func (o officer) ask(form, question, part string) {
	o.Go(o.home + "forms/" + form)
	o.Fill("Question", question)
	o.Select("Part of the form", part)
	o.Click("Add the question")
}

func (o officer) confirm() {
	o.Go(o.home + "forms/F2")
	o.Choose("Compared with the published text", "Other reviews, under way or planned")
	o.Click("Confirm the wording")
}

func (o officer) publish(note string) {
	o.Go(o.home + "publish")
	o.Fill("What changed, and why", note)
	o.Click("Publish")
	o.Sees("Published. The new settings are in force.")
}
