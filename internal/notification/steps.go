package notification

import (
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/review"
)

var (
	yesNo = []form.Option{{Value: "yes", Label: "Yes"}, {Value: "no", Label: "No"}, {Value: "unknown", Label: "Not known yet"}}
	ways  = []form.Option{
		{Value: string(Harm), Label: "Somebody died, was harmed or was at risk of harm"},
		{Value: string(Practice), Label: "Something went strikingly well, and others could learn from it"},
	}
	// otherProcesses are those that may run beside a review. [ASP22 p8, SCR15 p15, DHSR, FAI, HIS-AE, MAPPA21, HUB]
	otherProcesses = []form.Option{
		{Value: "police", Label: "Police investigation or criminal proceedings"},
		{Value: "fai", Label: "Procurator fiscal, or a fatal accident inquiry"},
		{Value: "adverse-event", Label: "Adverse event review in the health service"},
		{Value: "child-death", Label: "Child death review"},
		{Value: "court", Label: "Children's hearing or civil court"},
		{Value: "domestic", Label: "Domestic homicide and suicide review"},
		{Value: "managed", Label: "Review of a managed offender, or justice incident review"},
		{Value: "regulator", Label: "Regulator or inspectorate"},
		{Value: "employer", Label: "Complaint, conduct or disciplinary process"},
		{Value: "other", Label: "Another one"},
	}
)

// subject is whom the notification is about.
type subject struct {
	About  string
	Person string // "child", "adult", "young person"
	Code   string // kind of the code that stands for them
	Tracks []guidance.Track
}

var subjects = map[string]subject{
	"child": {"child", "child", "Child", []guidance.Track{guidance.Child}},
	"adult": {"adult", "adult", "Adult", []guidance.Track{guidance.Adult}},
	"both":  {"both", "young person", "Child", []guidance.Track{guidance.Child, guidance.Adult}},
}

// shape is how a field of the national form is asked here: on which page, how,
// and whether a tired manager is asked at all or finds it under "more". Fields
// that another question answers are not in the list of shapes.
type shape struct {
	step string
	question
}

// elsewhere are fields of the form that a question of another name answers.
var elsewhere = map[string]bool{"from": true, "contact": true, "completed": true, "signature": true, "criteria": true,
	"services": true, "agencies": true, "immediate_concerns": true, "immediate_action": true}

func shapes(s subject) map[string]shape {
	known := "Leave it empty if you do not know."
	perLine := "One person a line: name first, then a comma and what else you know, such as how they are related and their date of birth."
	own := func(step string, q question) shape { q.goes = inOwn; return shape{step, q} }
	more := func(step string, k kind, max int, hint string, goes where) shape {
		return shape{step, question{Kind: k, Max: max, Hint: hint, More: true, goes: goes}}
	}
	return map[string]shape{
		"name":                   own("who", question{Label: "Name", Hint: "From now on a code is used instead.", Kind: line, Max: 200, Need: "Give the name of the " + s.Person + " this is about."}),
		"birth":                  own("who", question{Kind: day, Hint: known}),
		"death":                  own("who", question{Kind: day, Hint: "Leave it empty if they are alive."}),
		"looked_after":           {"who", question{Kind: inline, Options: yesNo, Label: "Looked after by a council, in aftercare or in continuing care, now or when they died?"}},
		"legal_status":           own("who", question{Kind: text, Max: 1000, More: true}),
		"gender":                 more("who", line, 100, "", inText),
		"ethnicity":              more("who", line, 100, "", inText),
		"register_now":           more("who", inline, 0, "", inText),
		"register_siblings_now":  more("who", inline, 0, "", inText),
		"register_ever":          more("who", inline, 0, "", inText),
		"register_siblings_ever": more("who", inline, 0, "", inText),
		"home":                   more("who", text, 500, "", asPlace),
		"residence":              more("who", text, 500, "If it is another address.", asPlace),
		"address":                more("who", text, 500, "", asPlace),
		"education":              more("who", line, 200, "", asPlace),
		"parents":                more("who", text, 2000, perLine, asKin),
		"parents_address":        more("who", text, 500, "", asPlace),
		"siblings":               more("who", text, 2000, perLine, asChild),
		"next_of_kin":            more("who", text, 2000, perLine, asKin),
		"summary":                own("happened", question{Label: "What happened", Hint: "A few sentences are enough. Use roles rather than names.", Kind: text, Max: 6000, Need: "Say in a few sentences what happened."}),
		"reference":              more("happened", line, 100, "Such as the number of your own record. It is locked away with the names.", asOther),
		"general_concerns":       more("risk", text, 2000, "", inText),
		"went_well":              {"well", question{Label: "What was done so well?", Hint: "Say what people did, and why it mattered. Use roles rather than names.", Kind: text, Max: 4000, Need: "Say what was done so well."}},
		"came_of_it":             {"well", question{Label: "What came of it?", Hint: "For the " + s.Person + ", the family or the services.", Kind: text, Max: 2000, Need: "Say what came of it, as far as it is known."}},
		"proceedings":            own("agencies", question{Label: "What do you know of it?", Hint: "Who leads it, where it stands, a reference. You may leave this empty.", Kind: text, Max: 2000}),
		"other_authority":        {"agencies", question{Label: "Which area, committee or authority?", Kind: line, Max: 300, Need: "Say which area, committee or authority.", If: "area_now=yes"}},
		"grounds":                more("criteria", text, 2000, "", inText),
	}
}

// steps are the pages for a notification to these committees, by the route the
// notifier has chosen so far.
func steps(s subject, cs []review.Committee, agencies []form.Option, route Route) []step {
	all := []step{
		{ID: "you", Title: "About you", Lead: "So that the lead officer knows who is asking, and can answer you.", Questions: []question{
			{Name: "name", Label: "Your name", Kind: line, Max: 200, Need: "Give your name.", goes: inOwn},
			{Name: "post", Label: "Your post and agency", Hint: "Such as: team manager, Exampleshire Social Work.", Kind: line, Max: 200, Need: "Give your post and your agency, so that we know who is asking.", goes: inOwn},
			{Name: "email", Label: "Your e-mail address", Hint: "We send you a link to come back to this form, and later your receipt. Neither holds a word of the case.", Kind: email, Max: 254, Need: "Give the e-mail address for your receipt.", goes: inOwn},
			{Name: "phone", Label: "Telephone", Hint: "You may leave this empty.", Kind: line, Max: 100, goes: inOwn}}},
		{ID: "who", Title: "Who it is about", Lead: "Only the lead officer sees names and addresses. Everybody else works with a code."},
		{ID: "happened", Title: "What happened", Questions: []question{
			{Name: "route", Label: "Why are you notifying?", Kind: choice, Options: ways, Need: "Choose why you are notifying.", goes: inOwn},
			{Name: "happened", Label: "When it happened", Hint: "Or when you learned of it.", Kind: day, Need: "Give the day it happened, or the day you learned of it.", goes: inOwn}}},
		{ID: "risk", Title: "Risk now", Warn: "If somebody is at risk now, stop here. Call 999, or follow your agency's child or adult protection procedures first. Your words are kept; come back afterwards.", Questions: []question{
			{Name: "at_risk", Label: "Is anybody at risk now?", Kind: inline, Options: yesNo, Need: "Say whether anybody is at risk now.", goes: inOwn},
			{Name: "risk", Label: "Who is at risk, and of what?", Hint: "Needed when you answer yes. Use roles rather than names.", Kind: text, Max: 2000, Need: "Say who is at risk, and of what.", If: "at_risk=yes", goes: inOwn},
			{Name: "risk_action", Label: "What has been done about it?", Kind: text, Max: 2000, Need: "Say what was done. If nothing was done yet, write that.", If: "at_risk=yes", goes: inOwn},
			{Name: "risk_told", Label: "Who was told, and when?", Kind: text, Max: 1000, Need: "Say who was told. If nobody was told yet, write that.", If: "at_risk=yes"}}},
		{ID: "agencies", Title: "Agencies and other processes", Questions: []question{
			{Name: "agencies", Label: "Which agencies worked with them?", Kind: ticks, Options: agencies, Need: "Tick at least one agency that worked with the " + s.Person + ".", goes: inOwn},
			{Name: "agencies_other", Label: "Others, such as the GP practice", Hint: "You may leave this empty.", Kind: line, Max: 500},
			{Name: "processes_now", Label: "Is there another review, an investigation or a court case about it?", Kind: inline, Options: yesNo, Need: "Say whether there is another process. You may answer “not known yet”."},
			{Name: "processes_which", Label: "Which?", Hint: "Tick those you know of.", Kind: ticks, Options: otherProcesses}}},
		{ID: "criteria", Title: "The criteria", Lead: "Answer as far as you can; “not known yet” is a good answer. Nobody decides by these answers alone."},
	}
	if route == Practice {
		all[3] = step{ID: "well", Title: "What went well", Lead: "Learning from what went strikingly well counts as much as learning from harm."}
		all[5].Lead = "One question, since nobody has to have come to harm. Nobody decides by the answer alone."
	}
	all = fill(all, s, cs)
	all[5].Sheets = sheetsOf(cs, route)
	return all
}

// fill puts the fields of the committees' own forms on the pages they belong to.
// One that the program does not know, such as a committee's own, is asked in its
// own words under "more". [ASP22 p7, SCR15 p17, ASF19 p19]
func fill(all []step, s subject, cs []review.Committee) []step {
	known, seen := shapes(s), map[string]bool{}
	at := map[string]int{}
	for i := range all {
		at[all[i].ID] = i
	}
	add := func(name string, x shape) {
		i, here := at[x.step]
		if !here {
			return
		}
		if x.Name = name; name == "name" {
			x.Name = "subject"
		}
		if x.Kind == inline {
			x.Options = yesNo
		}
		if name == "other_authority" {
			all[i].Questions = append(all[i].Questions, question{Name: "area_now", Label: "Is another area, committee or authority involved?",
				Kind: inline, Options: yesNo, Need: "Say whether another area is involved. You may answer “not known yet”."})
		}
		all[i].Questions = append(all[i].Questions, x.question)
		if x.More && x.Confirm {
			all[i].MoreNote = "The national form for this was not seen whole. These questions are the usual ones, and the committee still has to confirm their wording."
		}
	}
	for _, c := range cs {
		for _, f := range c.Form("F1").Fields {
			if seen[f.ID] || elsewhere[f.ID] {
				continue
			}
			seen[f.ID] = true
			x, ok := known[f.ID]
			if !ok {
				x = shape{stepOf(f.Section), question{Kind: text, Max: 2000, More: true}}
			}
			if x.Label == "" {
				x.Label = f.Label
			}
			x.Confirm = unsure(f.Origin)
			add(f.ID, x)
		}
	}
	return all
}

// stepOf is the page on which a field of a section is asked.
func stepOf(section string) string {
	switch section {
	case "Who asks":
		return "you"
	case "The child", "The adult":
		return "who"
	case "Grounds and concerns", "Criteria":
		return "criteria"
	}
	return "happened"
}

// sheet is the criteria of one committee.
type sheet struct {
	Committee review.Committee
	Version   guidance.Version
	Limbs     []limb
}

// limb is one question of the criteria, with the answer and its reason.
type limb struct {
	guidance.Limb
	Answer, Why question
}

func sheetsOf(cs []review.Committee, route Route) []sheet {
	var out []sheet
	for _, c := range cs {
		v := c.Version()
		s := sheet{Committee: c, Version: v}
		for _, l := range v.Limbs() {
			if l.Op != guidance.Asked || route == Practice && !l.Practice {
				continue
			}
			name := "limb-" + v.ID + "-" + l.ID
			s.Limbs = append(s.Limbs, limb{l,
				question{Name: name, Label: l.ID + ": " + l.Text, Hint: l.Note, Kind: inline, Options: yesNo, Need: "Answer yes, no or not known yet."},
				question{Name: name + "-reason", Label: "Why? (" + l.ID + ")", Hint: "Needed when you answer yes.", Kind: text, Max: 2000, Need: "Say why, in a sentence or two.", If: name + "=yes"}})
		}
		out = append(out, s)
	}
	return out
}

// byID finds a step and the one after it.
func byID(all []step, id string) (at int, ok bool) {
	for i := range all {
		if all[i].ID == id {
			return i, true
		}
	}
	return 0, false
}
