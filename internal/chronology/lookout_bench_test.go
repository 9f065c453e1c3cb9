package chronology

import (
	"fmt"
	"testing"

	"lr/internal/anonymity"
	"lr/internal/seal"
)

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
