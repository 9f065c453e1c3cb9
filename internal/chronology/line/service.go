package line

import "strings"

// services are the kinds of services, and how records speak of them. The
// longest wording counts, so that "social work" in "social work team" is one.
var services = map[string][]string{
	"police":      {"police", "police officer", "police officers", "constable", "pc", "dc", "ds"},
	"health":      {"health visitor", "health visiting", "midwife", "midwives", "midwifery", "gp", "surgery", "a&e", "emergency department", "accident and emergency", "hospital", "paediatrician", "school nurse", "district nurse", "community nurse", "cpn", "psychiatrist", "camhs", "health centre", "nhs", "health board", "ward", "family nurse"},
	"school":      {"school", "nursery", "teacher", "head teacher", "headteacher", "education", "pupil support", "early years"},
	"social work": {"social work", "social worker", "social workers", "social services", "out of hours social work", "edt", "children and families team"},
	"housing":     {"housing", "housing officer", "homelessness team", "landlord"},
	"reporter":    {"scra", "children's reporter", "reporter to the children's panel", "reporter", "children's hearing"},
	"ambulance":   {"ambulance", "paramedic", "paramedics"},
	"fire":        {"fire service", "fire and rescue", "firefighters"},
	"addictions":  {"addiction service", "addictions", "addictions team", "recovery service", "drug and alcohol", "alcohol and drug"},
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
