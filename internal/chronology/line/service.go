package line

import (
	"slices"
	"strings"
)

// services are the kinds of services, and how records speak of them. The
// longest wording counts, so that "social work" in "social work team" is one.
var services = map[string][]string{
	"police":          {"police", "police officer", "police officers", "constable", "officers", "pc", "dc"},
	"health":          {"health", "health board", "nhs", "paediatrician", "district nurse", "community nurse", "dietician", "physiotherapist", "speech therapist"},
	"health visiting": {"health visitor", "health visiting", "hv", "family nurse"},
	"midwifery":       {"midwife", "midwives", "midwifery", "maternity"},
	"gp":              {"gp", "gps", "general practitioner", "surgery", "the doctor", "practice nurse", "medical practice"},
	"hospital":        {"hospital", "hosp", "a&e", "ed", "emergency department", "accident and emergency", "ward", "liaison psychiatry"},
	"mental health":   {"cpn", "psychiatrist", "psychiatry", "community mental health", "mental health team", "mental health nurse"},
	"camhs":           {"camhs", "young people's clinic"},
	"school":          {"school", "teacher", "head teacher", "headteacher", "depute head", "education", "pupil support", "school nurse"},
	"nursery":         {"nursery", "early years", "playgroup"},
	"social work":     {"social work", "social worker", "social workers", "social services", "sw", "edt", "out of hours social work", "area team", "children and families team"},
	"housing":         {"housing", "housing officer", "homelessness team", "landlord"},
	"reporter":        {"scra", "children's reporter", "reporter", "children's hearing"},
	"ambulance":       {"ambulance", "paramedic", "paramedics"},
	"fire service":    {"fire service", "fire and rescue", "firefighters", "fire brigade"},
	"addictions":      {"addiction service", "addiction worker", "addictions", "addictions team", "recovery", "recovery service", "drug and alcohol", "alcohol and drug", "key worker"},
	"family support":  {"family support", "family support worker", "support project"},
	"dentist":         {"dentist", "dental clinic", "dental service", "community dental service"},
	"kinship support": {"kinship group", "kinship support", "kinship worker"},
	"refuge":          {"refuge", "women's refuge", "women's aid", "refuge staff"},
	"youth justice":   {"youth justice", "youth justice worker", "youth justice team", "justice social work", "probation"},
	"care service":    {"care home", "care agency", "home carers", "care at home", "carers service"},
	"prison":          {"prison", "prison staff"},
	"advocacy":        {"advocacy", "advocate", "advocacy worker"},
	"pharmacy":        {"pharmacy", "pharmacist", "chemist"},
}

// wider is the service that another is a part of.
var wider = map[string]string{"health visiting": "health", "midwifery": "health", "gp": "health", "hospital": "health", "mental health": "health", "camhs": "health", "nursery": "school"}

// Owners tells which agencies of a line a service belongs to, by their names and
// by the roles of those who write.
type Owners map[string][]string

// OwnersOf tells it for a line.
func OwnersOf(es []Event) Owners {
	out, done := Owners{}, map[[2]string]bool{}
	for _, e := range es {
		for _, of := range []string{e.Agency, e.Role} {
			if key := [2]string{e.Agency, of}; !done[key] {
				done[key] = true
				for s := range Services(of) {
					if !slices.Contains(out[s], e.Agency) {
						out[s] = append(out[s], e.Agency)
					}
				}
			}
		}
	}
	return out
}

// Of gives the agencies that have the service, or the one it is a part of.
func (o Owners) Of(service string) []string {
	if own := o[service]; len(own) > 0 || wider[service] == "" {
		return own
	}
	return o[wider[service]]
}

// wordings are the services by the first word of each wording.
var wordings = func() map[string][]wording {
	out := map[string][]wording{}
	for service, all := range services {
		for _, words := range all {
			ws := Words(words)
			out[ws[0]] = append(out[ws[0]], wording{ws, service})
		}
	}
	return out
}()

type wording struct {
	words   []string
	service string
}

// Words are the words of a text in small letters, without accents and signs;
// "A&E" is one word.
func Words(text string) []string {
	return strings.FieldsFunc(plain.Replace(strings.ToLower(text)), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r < 0x80
	})
}

var plain = strings.NewReplacer("a&e", "ae", "á", "a", "à", "a", "â", "a", "ä", "a", "ã", "a", "å", "a", "é", "e", "è", "e", "ê", "e", "ë", "e", "í", "i", "ì", "i",
	"î", "i", "ï", "i", "ó", "o", "ò", "o", "ô", "o", "ö", "o", "õ", "o", "ú", "u", "ù", "u", "û", "u", "ü", "u", "ç", "c", "ñ", "n", "'", "", "’", "", "‘", "", "–", " ", "—", " ", "“", " ", "”", " ", "…", " ", "·", " ", "•", " ", "\u00a0", " ")

// Services are the kinds of services that a text speaks of.
func Services(text string) map[string]bool {
	out := map[string]bool{}
	ws := Words(text)
	for i := 0; i < len(ws); {
		best := wording{}
		for _, w := range wordings[ws[i]] {
			if len(w.words) > len(best.words) && begins(ws[i:], w.words) {
				best = w
			}
		}
		if best.service != "" {
			out[best.service] = true
		}
		i += max(len(best.words), 1)
	}
	return out
}

func begins(ws, with []string) bool {
	if len(ws) < len(with) {
		return false
	}
	for i, w := range with {
		if ws[i] != w {
			return false
		}
	}
	return true
}
