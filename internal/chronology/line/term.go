package line

import "strings"

// phrases are ways in which records say the same, in short or in full.
var phrases = func() map[string]string {
	out := map[string]string{}
	for as, all := range map[string]string{
		"missed":          "dna, dnas, dna d, did not attend, didnt attend, not attended, failed to attend, fta, was not brought, not brought, wnb, did not turn up, did not show, no show",
		"phone":           "tc, t c, tel, telephone, telephoned, telephone call, phone, phoned, phone call, rang, p c, tel call, call to, call from",
		"hv":              "hv, home visit, home visits, health visitor, visit at home, visited at home, visited the home, visit to the home, hvs",
		"socialwork":      "sw, social worker, social work, social workers, swd, social services, allocated worker",
		"emergency":       "ae, emergency department, accident and emergency, ed, casualty, emergency dept",
		"nofurtheraction": "nfa, no further action, no action, no action taken, nothing further",
		"gp":              "gp, general practitioner, gps",
		"mother":          "mum, mother, mo, mums, mothers, mummy",
		"father":          "dad, father, dads, fathers, daddy",
		"grandmother":     "gran, granny, grandmother, grandma, mgm, pgm, nana",
		"ird":             "ird, inter agency referral discussion, interagency referral discussion, initial referral discussion",
		"childprotection": "cp, child protection",
		"conference":      "cpcc, case conference, cppm, planning meeting, cpc",
		"appointment":     "appt, appts, appointment, appointments, apt",
		"referral":        "ref, refs, referral, referrals, referred, refer, referring, refd",
		"domesticabuse":   "da, dv, domestic abuse, domestic violence, domestic incident, domestic",
		"followup":        "f u, fu, follow up, followed up, following up",
		"outofhours":      "edt, ooh, out of hours, emergency duty team, oohs",
		"concernreport":   "vpd, ivpd, concern report, concern form, vulnerable person report, child concern form, ccf",
		"meeting":         "mtg, mtgs, meeting, meetings, met",
		"hospital":        "hosp, hospital",
		"information":     "info, information",
		"assessment":      "ax, assessment, assessed, assess, assessments",
		"overdose":        "od, overdose",
		"mentalhealth":    "mh, mental health",
		"police":          "police, pol, police officer, police officers, officer, officers, pc, constable, policewoman, policeman",
		"school":          "school, head teacher, headteacher, ht, teacher, sch",
		"nursery":         "nursery, elc, early learning",
		"discharge":       "dc, d c, discharge, discharged",
		"visit":           "visit, visited, visiting, visits, attended at",
		"injury":          "injury, injuries, injured, inj",
		"bruise":          "bruise, bruises, bruising, bruised",
		"argue":           "argument, arguing, argued, row, altercation",
		"shout":           "shout, shouting, shouted, yelling, yelled, raised voices",
		"drunk":           "drunk, intoxicated, under the influence, inebriated, utis, uti alcohol",
		"letter":          "ltr, letter, letters",
		"text":            "text, texted, sms, text message",
		"email":           "email, emailed, e mail, e mailed, emails",
		"received":        "recd, received, rec d, rcvd, receipt",
		"patient":         "pt, pts, patient",
		"unwell":          "unwell, ill, poorly, sick",
	} {
		for _, p := range strings.Split(all, ", ") {
			out[strings.Join(Words(p), " ")] = as
		}
	}
	return out
}()

const longestPhrase = 4

// common are words that tell nothing.
var common = func() map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(`a about after all also am an and any are as at be because been before being both but by can could did do does done during each for from
		had has have having he her here hers him his how i if in into is it its itself just me more most my no nor not now of off on once only or other our out over own per
		said same she should so some such than that the their them then there these they this those through to too under until up very via was we were what when where
		which while who whom why will with would you your re today`) {
		out[w] = true
	}
	return out
}()

// Term is a word as it is compared, and as it was written.
type Term struct{ As, Written string }

// Terms are the words of a text as they are compared: without endings, and the
// usual ways to say the same as one.
func Terms(text string) []Term {
	ws := Words(text)
	var out []Term
	for i := 0; i < len(ws); {
		n, as := phraseAt(ws[i:])
		if n > 0 {
			out = append(out, Term{as, strings.Join(ws[i:i+n], " ")})
			i += n
			continue
		}
		if !common[ws[i]] {
			out = append(out, Term{stem(ws[i]), ws[i]})
		}
		i++
	}
	return out
}

// phraseAt is the longest phrase with which the words begin.
func phraseAt(ws []string) (int, string) {
	for n := min(longestPhrase, len(ws)); n > 0; n-- {
		if as, ok := phrases[strings.Join(ws[:n], " ")]; ok {
			return n, as
		}
	}
	return 0, ""
}

// stem takes the usual endings off a word.
func stem(w string) string {
	if len(w) < 4 || w[0] <= '9' {
		return w
	}
	for _, e := range [...]struct{ end, as string }{{"ances", ""}, {"ance", ""}, {"ments", ""}, {"ment", ""}, {"ingly", ""}, {"ings", ""}, {"ing", ""}, {"edly", ""}, {"ies", ""}, {"ied", ""}, {"ed", ""}, {"ly", ""}, {"es", ""}, {"s", ""}} {
		if strings.HasSuffix(w, e.end) && len(w)-len(e.end) >= 3 && !strings.HasSuffix(w, "ss") {
			w = strings.TrimSuffix(w, e.end) + e.as
			break
		}
	}
	if n := len(w); n > 3 && w[n-1] == w[n-2] {
		w = w[:n-1]
	}
	if n := len(w); n > 3 && (w[n-1] == 'e' || w[n-1] == 'y') {
		w = w[:n-1]
	}
	return w
}

// Usual are words, as they are compared, that any record has: alone they tell
// nothing of an event, even where a chronology is short.
var Usual = func() map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(`child children adult mother father family home house visit phone call school nursery police socialwork hv gp hospital work worker health meeting
		appointment referral information report discuss advis agree review plan contact seen see attend time day week month year today told tell said say ask record note case number
		one two three young person parent partner support service team concern receiv letter email inform update regard speak spoke confirm discharge assessment`) {
		out[w] = true
	}
	return out
}()
