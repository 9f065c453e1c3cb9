package chronology

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"lr/internal/anonymity"
	"lr/internal/seal"
)

// Whatever the entries: one in which somebody is named by the look at each field
// is never missed by the quick look at all of them.
func TestTheQuickLookMissesNobody(t *testing.T) {
	words := []string{"Morven", "Fictionald", "M.", "morvenn", "visit", "Fictionald, Morven", "Tavish Inventedson", "TI", "staff 1", "Staff 12", "\n", "—", "é", "the child", "."}
	rapid.Check(t, func(t *rapid.T) {
		outs := []lookout{{account: "a", codes: []string{"Staff 1"}}, {account: "b"}}
		names := []string{"Morven Fictionald", "Tavish Inventedson"}
		var all []anonymity.Known
		for i := range outs {
			outs[i].checker = anonymity.NewChecker([]anonymity.Known{{Code: outs[i].account, Names: names[i : i+1]}})
			all = append(all, anonymity.Known{Code: outs[i].account, Names: names[i : i+1]})
		}
		text := func(label string) seal.Text {
			out := ""
			for _, w := range rapid.SliceOfN(rapid.SampledFrom(words), 0, 5).Draw(t, label) {
				out += w + " "
			}
			return seal.T(out)
		}
		var es []Entry
		for i := range rapid.IntRange(0, 8).Draw(t, "entries") {
			es = append(es, Entry{ID: fmt.Sprint(i), Event: text("event"), Seen: text("seen"), Role: text("role"), Comment: text("comment")})
		}
		found := map[string]bool{}
		for _, e := range suspects(es, anonymity.NewChecker(all), outs) {
			found[e.ID] = true
		}
		for _, e := range es {
			for _, l := range outs {
				if len(l.in(e)) > 0 && !found[e.ID] {
					t.Fatalf("entry %s was missed", e.ID)
				}
			}
		}
	})
}

// BenchmarkLookingThroughALongLine is what each change of an agency's part costs
// with 5,000 entries and twelve people who must be independent.
func BenchmarkLookingThroughALongLine(b *testing.B) {
	var all []anonymity.Known
	for i := range 12 {
		all = append(all, anonymity.Known{Code: fmt.Sprint(i), Names: []string{fmt.Sprintf("Inventa%c Fictional%c", 'a'+i, 'a'+i)}})
	}
	var es []Entry
	for i := range 5000 {
		es = append(es, Entry{ID: fmt.Sprint(i), Event: seal.T(fmt.Sprintf("Home visit number %d. The child was seen with the parent and was quiet; the school was told about it and asked to say when it happened again.", i)),
			Action: seal.T("The worker spoke with her manager, and it was agreed to visit each week until the summer."), Seen: seal.T("Child 1, alone"), Source: seal.T("Case notes")})
	}
	crowd := anonymity.NewChecker(all)
	b.ResetTimer()
	for range b.N {
		if len(suspects(es, crowd, nil)) > 0 {
			b.Fatal("somebody is named")
		}
	}
}
