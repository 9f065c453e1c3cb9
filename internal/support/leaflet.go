package support

import (
	"fmt"
	"strings"

	"lr/internal/db"
	"lr/internal/document"
	"lr/internal/seal"
)

// Question is one of the four that the practitioners' event explores.
type Question struct{ ID, Asks string }

// Questions are the four, in their order. None is left out. [SEED questions]
func Questions() []Question {
	return []Question{
		{"challenges", "What were the main challenges?"},
		{"well", "What went well?"},
		{"differently", "What could have been done differently?"},
		{"missed", "Which opportunities were missed?"},
	}
}

// Facts are what the leaflet for one participant is filled with.
type Facts struct {
	Committees  []string
	Why         seal.Text // one sentence: why this person was asked
	Reviewers   []seal.Text
	Chair       seal.Text
	LeadOfficer []seal.Text
	Team        []TeamMate
	On          db.Date
	Starts      seal.Text // "10:00"
	Ends        seal.Text
	Place       seal.Text
	Breaks      seal.Text
	Access      seal.Text
	Agencies    []string // whose practitioners are invited
	Supporter   Supporter
}

// TeamMate is a member of the review team as the leaflet names them.
type TeamMate struct {
	Name   seal.Text
	Agency string
}

// Blank is something the leaflet still lacks, and the page where it is given.
type Blank struct{ What, Page string }

// Blanks is the error of a leaflet that cannot be given out yet.
type Blanks []Blank

func (b Blanks) Error() string { return fmt.Sprintf("the leaflet has %d blanks", len(b)) }

// Blanks lists what is missing; none means that the leaflet may be given out. [SEED]
func (f Facts) Blanks() Blanks {
	var out Blanks
	need := func(given bool, what, page string) {
		if !given {
			out = append(out, Blank{what, page})
		}
	}
	need(len(f.Committees) > 0, "which committee holds the review", "notification")
	need(!f.Why.Empty(), "why this person was asked", "event/invitations")
	need(len(f.Reviewers) > 0, "who the reviewer is", "team")
	need(!f.Chair.Empty(), "who chairs the review", "team")
	need(len(f.LeadOfficer) > 0, "who the lead officer is", "team")
	need(len(f.Team) > 0, "who is in the review team", "team")
	need(!f.On.IsZero(), "the day of the event", "event")
	need(!f.Starts.Empty() && !f.Ends.Empty(), "when the event begins and ends", "event")
	need(!f.Place.Empty(), "where the event is", "event")
	need(!f.Breaks.Empty(), "when there are breaks", "event")
	need(!f.Access.Empty(), "how people get in and get about there", "event")
	need(len(f.Agencies) > 0, "which agencies come", "event/invitations")
	need(!f.Supporter.Name.Empty(), "who supports this person", "supporters")
	need(!f.Supporter.Contact.Empty(), "how the supporter is reached", "supporters")
	need(!f.Supporter.Deputy.Empty(), "who stands in for the supporter", "supporters")
	need(!f.Supporter.Before.IsZero() && !f.Supporter.After.IsZero(), "when the supporter makes contact", "supporters")
	return out
}

// Leaflet is what one participant is told, in plain words. While a fact is
// missing it gives Blanks and no document. [SEED, SEED event, SEED prepare, SEED report]
func Leaflet(f Facts) (document.Document, error) {
	if blanks := f.Blanks(); len(blanks) > 0 {
		return document.Document{}, blanks
	}
	d := document.Document{Title: "Taking part in a learning review", Header: names(f.Committees), Footer: "For you alone. Please keep it safe."}
	d.Blocks = append(d.Blocks, f.about()...)
	d.Blocks = append(d.Blocks, f.people()...)
	d.Blocks = append(d.Blocks, f.day()...)
	d.Blocks = append(d.Blocks, f.help()...)
	d.Blocks = append(d.Blocks, afterwards()...)
	d.Blocks = append(d.Blocks, care()...)
	return d, nil
}

func say(words string) document.Block { return document.Paragraph(document.Run{Text: words}) }

func bullets(items ...string) document.Block {
	var all []document.Words
	for _, i := range items {
		all = append(all, document.Plain(i))
	}
	return document.Bullets(all...)
}

func (f Facts) about() []document.Block {
	return []document.Block{
		document.Heading(1, "Why you were asked"),
		document.Note(document.Plain(f.Why.Reveal())),
		say("What you saw and thought at the time matters, also if your part was short."),
		document.Heading(1, "What a learning review is"),
		say("It looks back at what happened around a child or an adult who died or came to serious harm, or at help that worked strikingly well. " +
			"It asks how the agencies worked together and what would make people safer. It does not look for somebody to blame, and nobody's own practice is picked out."),
		say("This review is held for " + names(f.Committees) + ". An agency brought what happened to the committee. The agencies concerned wrote short reports. " +
			"A working group gave its advice, the committee decided to hold the review, and the chief officers know of it."),
	}
}

func (f Facts) people() []document.Block {
	var rows [][]document.Words
	for _, m := range f.Team {
		rows = append(rows, []document.Words{document.Plain(m.Name.Reveal()), document.Plain(m.Agency)})
	}
	return []document.Block{
		document.Heading(1, "Who runs it"),
		say("The event is led by " + reveal(f.Reviewers) + ", the reviewer, with the help of " + f.Chair.Reveal() + ", who chairs the review, and " +
			reveal(f.LeadOfficer) + ", lead officer."),
		say("The reviewer gathers the learning as it comes up and writes the report. The review team looks after the whole review. " +
			"Its members know the services and said beforehand that they had no direct part in what is looked at."),
		document.TableOf("The review team", []string{"Name", "Agency"}, rows...),
	}
}

func (f Facts) day() []document.Block {
	var four []document.Words
	for _, q := range Questions() {
		four = append(four, document.Plain(q.Asks))
	}
	return []document.Block{
		document.Heading(1, "The practitioners' event"),
		bullets("Day: "+f.On.Weekday().String()+", "+f.On.Words(), "Time: "+f.Starts.Reveal()+" to "+f.Ends.Reveal(), "Place: "+f.Place.Reveal(),
			"Breaks: "+f.Breaks.Reveal(), "Getting in and about: "+f.Access.Reveal()),
		say("Others who worked with the family come too, most often 15 to 20 people in all. They are from " + names(f.Agencies) + "."),
		say("It is a conversation. People tell how things looked from where they stood, what stood in the way, and what helped. Some learning can be used the next day. Four questions lead through it:"),
		document.Numbers(four...),
		document.Heading(1, "How to prepare"),
		bullets("Call back to mind what you did, what you decided and why it made sense then.",
			"Think of your contacts with the person, with the family and with other services.",
			"Think of what was around you: time, workload, rules, systems, the way your team works.",
			"Leave files and records where they are. You need none of them."),
	}
}

func (f Facts) help() []document.Block {
	s := f.Supporter
	return []document.Block{
		document.Heading(1, "Who supports you"),
		document.Note(document.Plain(s.Name.Reveal()+": "+s.Contact.Reveal()), document.Plain("If they are away: "+s.Deputy.Reveal())),
		say("They get in touch with you by " + s.Before.Words() + ", before the event, and again by " + s.After.Words() + ", after it. " +
			"You may contact them whenever you like, with any question or worry. They keep you up to date on the review. Your line manager is there for you as well."),
	}
}

func afterwards() []document.Block {
	return []document.Block{
		document.Heading(1, "What happens to your words"),
		bullets("What is written down at the event is kept without names and without times.",
			"Managers of the agencies meet after you. They see learning that was cleared first, and never the notes themselves. They say what it means for their own agency and for all.",
			"The reviewer drafts a report that says what was learned, and how and why it came up. The review team checks that nothing you taught them is lost.",
			"The report names no participant and is kept as free of clues as can be. It may be published.",
			"The learning goes out to the agencies, and somebody is made responsible for what is to change."),
	}
}

func care() []document.Block {
	return []document.Block{
		document.Heading(1, "Looking after yourself"),
		say("Looking back can hurt, however sure you are of your work. You may have known the person well. Feeling sad, angry, guilty or nothing at all is not unusual, and what normally helps you may help less."),
		bullets("Eat, sleep and rest as regularly as you can.",
			"Let work end when the day does: put the laptop and the telephone away.",
			"Do what calms you, such as a walk, cooking, a book or gentle stretching, and what lets tension out, such as running, dancing or digging.",
			"Use your senses: hold something warm, listen to music, smell the garden.",
			"Breathe in while you count to four, hold for four, out for four, wait for four. Do it again a few times.",
			"Be with people you trust."),
		say("At work you can turn to your supporter, to supervision, to colleagues you trust and to your employer's assistance programme, which often offers talks with a counsellor. " +
			"Your manager, your personnel office or your union knows how to reach it. You may tell them how you are. What the review is about stays in the review."),
	}
}

func reveal(all []seal.Text) string {
	var out []string
	for _, t := range all {
		out = append(out, strings.TrimSpace(t.Reveal()))
	}
	return names(out)
}
