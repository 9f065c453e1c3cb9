package decision

import (
	"fmt"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/document"
	"lr/internal/review"
	"lr/internal/web"
)

// What says in plain sentences what the decisions mean together. [CP24 p2, ASP22 p4]
func (s stand) What() []string {
	all, holds := s.decided()
	if !all {
		return s.waiting()
	}
	if !s.Split() {
		switch {
		case holds && len(s.Committees) > 1:
			return []string{"A learning review is held. Both committees hold it together, as one review."}
		case holds:
			return []string{"A learning review is held."}
		case s.Committees[0].Decision.Outcome == Other:
			return []string{"No learning review is held. It is learned from in another way, and the Care Inspectorate is sent that learning. The review is closed after that."}
		}
		return []string{"No learning review is held. Once everybody has been told, the review is closed."}
	}
	says := []string{"The committees decided differently. Each decision stands for its own committee, with its own reasons, letters and notice."}
	var informed string
	for _, k := range s.Committees {
		switch k.Decision.Outcome {
		case Review:
			says = append(says, "The "+k.Committee.Name+" holds a learning review. There is one review, and it is that committee's.")
		case Other:
			says = append(says, "The "+k.Committee.Name+" holds no review. It learns in another way, and the Care Inspectorate is sent that learning.")
		case None:
			says = append(says, "The "+k.Committee.Name+" holds no review.")
		}
		if words := k.Decision.Says("informed"); words != "" {
			informed = words
		}
	}
	switch {
	case holds && informed != "":
		says = append(says, "How the committee that holds no review is kept informed: "+informed)
	case holds:
		says = append(says, "It is not written down yet how the committee that holds no review is kept informed.")
	default:
		says = append(says, "No learning review is held. Once everybody has been told and the other learning was sent, the review is closed.")
	}
	return says
}

// waiting says what is missing before it is known what the decisions mean.
func (s stand) waiting() []string {
	if len(s.Committees) == 1 {
		return []string{"The committee has not decided yet."}
	}
	says := []string{"Each committee decides for itself. The review moves on when both have decided."}
	for _, k := range s.Committees {
		if k.Decided() {
			says = append(says, "The "+k.Committee.Name+" has decided: "+k.Decision.Outcome.Words()+".")
		}
	}
	return says
}

func para(words string) document.Block { return document.Paragraph(document.Plain(words)...) }

// rows makes a line of each label and its words, without those that are empty.
func rows(said ...Said) []document.Block {
	var lines []document.Block
	for _, one := range said {
		if one.Words != "" {
			lines = append(lines, document.Paragraph(document.Bold(one.Label+": "), document.Run{Text: one.Words}))
		}
	}
	return lines
}

// said is what a committee decided, in lines.
func (k *committeeStand) said() []Said {
	d := k.Decision
	lines := []Said{{"Decision", d.Outcome.Words()}, {"Day of the decision", d.On.Words()}, {"Criteria it rests on", strings.Join(k.cited(), "\n")},
		{"Reasons", d.Reasons.Reveal()}}
	return append(lines, d.Rest()...)
}

// cited lists the criteria that the decision rests on.
func (k *committeeStand) cited() []string {
	var all []string
	for _, id := range k.Decision.Limbs {
		if l, ok := k.Committee.Version().Limb(id); ok {
			all = append(all, id+": "+l.Text)
		}
	}
	return all
}

// minutesDocument is the minutes as they are read and printed.
func (k *committeeStand) minutesDocument(code string) document.Document {
	m := k.Minutes
	d := document.Document{Title: "Minutes: " + k.Committee.Name + ", " + m.MetOn.Words(), Header: review.Marking, Footer: code}
	if !m.Recorded {
		d.Header += ". Draft"
	}
	quorum := "Yes"
	if why := m.Quorum.Reveal(); why != "yes" {
		quorum = "No. " + why
	}
	add := func(bs ...document.Block) { d.Blocks = append(d.Blocks, bs...) }
	add(rows(Said{"Review", code}, Said{"Day of the meeting", m.MetOn.Words()}, Said{"In the chair", m.Chaired.Reveal()}, Said{"Quorum", quorum})...)
	people := func(title, typed string) {
		all, _ := attendance(typed)
		var lines [][]document.Words
		for _, a := range all {
			lines = append(lines, []document.Words{document.Plain(a.Name), document.Plain(a.Post), document.Plain(a.Agency)})
		}
		if len(lines) > 0 {
			add(document.TableOf(title, []string{"Name", "Post", "Agency"}, lines...))
		}
	}
	people("Present", m.Present.Reveal())
	people("Apologies", m.Apologies.Reveal())
	add(document.Heading(2, "What was considered"), para(m.Considered.Reveal()))
	heading := "What was decided"
	if k.Decision.Delegated() {
		heading = "What was decided before the meeting, by delegated authority"
	}
	add(document.Heading(2, heading))
	add(rows(k.said()...)...)
	for _, l := range k.Later {
		if l.Deed != "learned" {
			add(para(fmt.Sprintf("%s, %s. %s", l.Said(), l.On.Words(), l.Words.Reveal())))
		}
	}
	if !m.Dissent.Empty() {
		add(document.Heading(2, "Members who did not agree"), para(m.Dissent.Reveal()))
	}
	return d
}

// document is the decision of all committees on paper, with what it means where
// they differ.
func (s stand) document(code string) document.Document {
	d := document.Document{Title: "Decision on review " + code, Header: review.Marking, Footer: code}
	add := func(bs ...document.Block) { d.Blocks = append(d.Blocks, bs...) }
	for _, sentence := range s.What() {
		add(para(sentence))
	}
	for _, k := range s.Committees {
		add(document.Heading(1, k.Committee.Name), para("Considered under: "+k.Committee.Version().Title+"."))
		if k.Decision.version == 0 {
			add(para("Not decided yet."))
			continue
		}
		add(rows(k.said()...)...)
		var deeds []document.Words
		for _, x := range k.Deeds {
			deeds = append(deeds, document.Plain(strings.TrimSpace(fmt.Sprintf("%s %s, %s. %s", x.Name.Reveal(), x.Said(), x.On.Words(), x.Words.Reveal()))))
		}
		for _, l := range k.Later {
			deeds = append(deeds, document.Plain(strings.TrimSpace(fmt.Sprintf("%s, %s. %s", l.Said(), l.On.Words(), l.Words.Reveal()))))
		}
		for _, t := range k.Told {
			deeds = append(deeds, document.Plain(fmt.Sprintf("%s was told, %s.", t.Who(), t.On.Words())))
		}
		if len(deeds) > 0 {
			add(document.Heading(2, "What followed"), document.Bullets(deeds...))
		}
	}
	return d
}

func decisionWord(r *web.Request, p access.Pass[SeeDecision]) (web.Answer, error) {
	var s stand
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		s, err = standing(r.Context(), tx, p.Case)
		return err
	})
	if err != nil {
		return web.Answer{}, err
	}
	return wordFile("decision.docx", s.document(p.Code()))
}
