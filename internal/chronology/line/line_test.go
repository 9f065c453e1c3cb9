package line

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// No wording stands for two things: which of them counts would be left to chance.
func TestAWordingStandsForOneThing(t *testing.T) {
	means := map[string]string{}
	for service, all := range services {
		for _, words := range all {
			w := strings.Join(Words(words), " ")
			if w == "" {
				t.Errorf("%q of %s is no wording", words, service)
			}
			if before, twice := means[w]; twice && before != service {
				t.Errorf("%q is %s and %s", w, before, service)
			}
			means[w] = service
		}
	}
	for service, part := range wider {
		if services[service] == nil || services[part] == nil {
			t.Errorf("%s is a part of %s, and one of them is no service", service, part)
		}
	}
}

// A phrase is longer than it is looked for in no case, and each reads as what it says.
func TestEveryPhraseIsFound(t *testing.T) {
	for phrase, as := range phrases {
		if n := len(strings.Fields(phrase)); n == 0 || n > longestPhrase {
			t.Errorf("%q has %d words", phrase, n)
		}
		if got := Terms("of " + phrase + " then"); len(got) != 1 || got[0] != (Term{as, phrase}) {
			t.Errorf("%q is read as %v", phrase, got)
		}
	}
}

// What records write in short and in full, with or without accents, is the same.
func TestRecordsAreComparedByWhatTheySay(t *testing.T) {
	tests := []struct{ one, other string }{
		{"DNA", "did not attend"}, {"T/C to mum", "Phone call: mother."}, {"A&E", "accident and emergency"}, {"bruising", "bruised"}, {"Referred", "a referral"},
		{"the café", "cafe"}, {"stopped", "stops"}, {"HV", "health visitor"}, {"don’t", "dont"},
	}
	as := func(text string) []string {
		var out []string
		for _, x := range Terms(text) {
			out = append(out, x.As)
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	for _, x := range tests {
		if a, b := as(x.one), as(x.other); !slices.Equal(a, b) || len(a) == 0 {
			t.Errorf("%q is read as %q, and %q as %q", x.one, a, x.other, b)
		}
	}
	if a, b := as("school"), as("nursery"); slices.Equal(a, b) {
		t.Errorf("two things are read as %q", a)
	}
}

// A text is about what it says, in any usual wording, and not about what it only
// seems to begin with.
func TestATextIsAboutWhatItSays(t *testing.T) {
	tests := []struct {
		text string
		want string
	}{
		{"Laceration to the arm, stitches", "hospital injury"}, {"Took tablets with drink", "self-harm"}, {"Rent arrears, notice of proceedings", "arrears"},
		{"Left on their own overnight", "alone"}, {"A sunny day.", ""}, {"", ""}, {"Attending sch assembly", ""},
	}
	for _, x := range tests {
		var got []string
		for topic, words := range Topics(x.text) {
			got = append(got, topic)
			if len(words) == 0 {
				t.Errorf("nothing says that %q is about %s", x.text, topic)
			}
		}
		slices.Sort(got)
		if strings.Join(got, " ") != x.want {
			t.Errorf("%q is about %q, want %q", x.text, got, x.want)
		}
	}
}

// The longest wording counts, and who has a service is told by agency and post.
func TestAServiceBelongsToWhoHasIt(t *testing.T) {
	for text, want := range map[string]string{"Seen by the social work team": "social work", "school nurse rang": "school", "the family nurse": "health visiting", "nobody": ""} {
		var got []string
		for s := range Services(text) {
			got = append(got, s)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q speaks of %q, want %q", text, got, want)
		}
	}
	owners := OwnersOf([]Event{{Agency: "Exampleshire Health Board", Role: "Ward nurse"}, {Agency: "Invented Police Division"}, {Agency: "Invented Police Division"}})
	for service, want := range map[string]string{"hospital": "Exampleshire Health Board", "midwifery": "Exampleshire Health Board", "police": "Invented Police Division", "refuge": ""} {
		if got := strings.Join(owners.Of(service), ", "); got != want {
			t.Errorf("%s belongs to %q, want %q", service, got, want)
		}
	}
}

// Whatever is written is read without fault, the same each time, and every word
// that is compared stands in the text.
func TestWhateverIsWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		terms := Terms(text)
		if !slices.Equal(terms, Terms(text)) {
			t.Fatal("read twice, it is read differently")
		}
		all := " " + strings.Join(Words(text), " ") + " "
		for _, x := range terms {
			if x.As == "" || !strings.Contains(all, " "+x.Written+" ") {
				t.Fatalf("%q is read where it is not", x)
			}
		}
		Topics(text)
		Services(text)
	})
}
