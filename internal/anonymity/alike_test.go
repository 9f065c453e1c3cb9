package anonymity

import "testing"

// Names that are heard alike are found, however they were written down; names of
// different people are not.
func TestNamesThatSoundAlike(t *testing.T) {
	t.Parallel()
	tests := []struct {
		a, b string
		want Likeness
	}{
		{"Calum Example", "Callum Exampel", NameAlike},
		{"Catriona McSample", "Katrina MacSample", NameAlike},
		{"Ewan Invented", "Iain Invented", NameAlike}, // forms of one name
		{"Eilidh Example", "Ailidh Example", NameAlike},
		{"Siobhán O'Sample", "Siobhan Osample", NameAlike},
		{"Lachlan Smith", "Lauchlan Smyth", NameAlike},
		{"Peggy Example", "Margaret Example", NameAlike},
		{"Example, Morag", "Morag Example", NameAlike},
		{"Morag Example", "Dougal Example", FamilyAlike},
		{"Baby Sample", "Morag Sampel", FamilyAlike},
		{"Sample", "Morag Sample", FamilyAlike},
		{"Morag Example", "Morag Placeholder", NotAlike},
		{"Anna Example", "Ian Specimen", NotAlike},
		{"", "Morag Example", NotAlike},
		{"…", "…", NotAlike},
	}
	for _, tt := range tests {
		if got := Hear(tt.a).Alike(Hear(tt.b)); got != tt.want {
			t.Errorf("%q and %q: %d, want %d", tt.a, tt.b, got, tt.want)
		}
		if got := Hear(tt.b).Alike(Hear(tt.a)); got != tt.want {
			t.Errorf("%q and %q the other way round: %d, want %d", tt.b, tt.a, got, tt.want)
		}
	}
}

func FuzzTwoNamesAreAlikeEitherWay(f *testing.F) {
	f.Add("Calum Mac Example", "Callum MacExample")
	f.Add("ÿ'\u0301", "Mc")
	f.Add("x", "")
	f.Fuzz(func(t *testing.T, a, b string) {
		if Hear(a).Alike(Hear(b)) != Hear(b).Alike(Hear(a)) {
			t.Errorf("%q and %q are not alike both ways", a, b)
		}
		if self := Hear(a).Alike(Hear(a)); self == NotAlike && Hear(a).Alike(Hear(b)) != NotAlike {
			t.Errorf("%q is like %q and not like itself", a, b)
		}
	})
}
