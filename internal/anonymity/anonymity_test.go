package anonymity_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"

	"lr/internal/anonymity"
)

// The people and places of one invented review.
func known() []anonymity.Known {
	return []anonymity.Known{
		{Code: "Child A", Kind: anonymity.Person, Names: []string{"Kirsty Mary MacSample"}, Aliases: []string{"Kiki"}},
		{Code: "Mother", Kind: anonymity.Person, Names: []string{"Margaret O'Sampleton-Smythe"}},
		{Code: "Uncle", Kind: anonymity.Person, Names: []string{"Robert Exemplar"}},
		{Code: "Sister", Kind: anonymity.Person, Names: []string{"Grace May"}},
		{Code: "Worker", Kind: anonymity.Person, Names: []string{"Dr Łukasz Østergård"}},
		{Code: "Brother", Kind: anonymity.Person, Names: []string{"Will Young"}},
		{Code: "School", Kind: anonymity.Organisation, Names: []string{"St Fictitia's Primary School"}},
		{Code: "Home", Kind: anonymity.Place, Names: []string{"12 Invented Road, Placeholderton"}},
		{Code: "Island", Kind: anonymity.Place, Names: []string{"Skye"}},
		{Code: "Case number", Kind: anonymity.Number, Names: []string{"QX/88123/4"}},
		{Code: "Birth", Kind: anonymity.Date, Names: []string{"14 March 2019"}},
	}
}

// show writes findings so that a test can compare them.
func show(found []anonymity.Finding) string {
	var b strings.Builder
	for i, f := range found {
		if i > 0 {
			b.WriteString("; ")
		}
		of := f.Code
		if of == "" {
			of = string(f.Kind)
		}
		b.WriteString(f.Shown + " = " + of)
		if f.Certainty == anonymity.Look {
			b.WriteString("?")
		}
	}
	return b.String()
}

// A known name is found however people write it.
func TestKnownNamesInAllTheirForms(t *testing.T) {
	t.Parallel()
	checker := anonymity.NewChecker(known())
	tests := []struct{ text, want string }{
		{"Kirsty was seen.", "Kirsty = Child A"},
		{"KIRSTY MACSAMPLE was seen", "KIRSTY MACSAMPLE = Child A"},
		{"seen with MacSample, Kirsty today", "MacSample, Kirsty = Child A"},
		{"Kirsty's coat and Kirstys hat", "Kirsty = Child A; Kirstys = Child A"},
		{"Ki\u00ADrs\u200Bty and Kirsty\u00A0MacSample", "Ki\u00ADrs\u200Bty = Child A; Kirsty\u00A0MacSample = Child A"},
		{"Ki-\nrsty went home", "Ki-\nrsty = Child A"},
		{"the McSample family, M’Sample, Mac Sample", "McSample = Child A; M’Sample = Child A; Mac Sample = Child A"},
		{"k.macsample and kmacsample2 and MacSampleK", "k.macsample = Child A; kmacsample = Child A; MacSampleK = Child A"},
		{"K. MacSample; MacSample K", "K. MacSample = Child A; MacSample K = Child A"},
		{"kirstymacsample@exampleshire.example", "kirstymacsample@exampleshire.example = Child A"},
		{"IMG_KirstyMacSample.png", "KirstyMacSample = Child A"},
		{"KMM said, K.M.M. said, K M said", "KMM = Child A?; K.M.M = Child A?; K M = Child A?"},
		{"Kiki slept", "Kiki = Child A"},
		{"Kristy MacSmaple", "Kristy MacSmaple = Child A"},
		{"Peggy came; Mairead came", "Peggy = Mother?; Mairead = Mother?"},
		{"Peggy O’Sampleton came", "Peggy O’Sampleton = Mother"},
		{"Mrs Smythe and Mrs OSampleton", "Smythe = Mother; OSampleton = Mother"},
		{"Bob Exemplar; then Rab and Raibeart", "Bob Exemplar = Uncle; Rab = Uncle?; Raibeart = Uncle?"},
		{"Lukasz Ostergard", "Lukasz Ostergard = Worker"},
		{"Øster\u00ADga\u030Ard", "Øster\u00ADga\u030Ard = Worker"},
		{"Grace fell. In May it was warm. we may go with grace", "Grace = Sister?; May = Child A or Sister?; grace = Sister?"},
		{"Grace May fell", "Grace May = Sister"},
		{"on 26 May 2022", "26 May 2022 = date?"},
		{"will young people come", "will young = Brother?"},
		{"William came", "William = Brother?"},
		{"a young person will come", ""},
		{"at Saint Fictitia's; St Fictitias PS; or St Fictitia's Primary", "Saint Fictitia's = School?; St Fictitias PS = School; St Fictitia's Primary = School"},
		{"12 Invented Rd; Invented Road; Placeholderton; 112 Invented Road", "12 Invented Rd = Home; Invented Road = Home; Placeholderton = Home; Invented Road = Home"},
		{"a boat to Skye", "Skye = Island?"},
		{"number QX 88123 4 or qx-88123-4", "QX 88123 4 = Case number; qx-88123-4 = Case number"},
		{"on 14/03/2019, 14.3.19, March 14, 2019, 14th of March", "14/03/2019 = Birth; 14.3.19 = Birth; March 14, 2019 = Birth; 14th of March = Birth"},
	}
	for _, test := range tests {
		got := show(checker.Check(test.text))
		if got != test.want {
			t.Errorf("%q\n got %s\nwant %s", test.text, got, test.want)
		}
	}
}

// Numbers that belong to one person are found by their shape.
func TestNumbersByTheirShape(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"CHI 0101201234", "0101201234 = CHI number"},  // its check digit is wrong, the word says it
		{"9999999999", "9999999999 = NHS number"},      // passes the check
		{"seen 3201201234", "3201201234 = reference?"}, // no date, no check: still four digits
		{"123 456 7890", "123 456 7890 = NHS number?"}, // only the shape
		{"AA 12 34 56 C or aa123456c", "AA 12 34 56 C = National Insurance number; aa123456c = National Insurance number"},
		{"lives at EX1 2NP or ex1 2np", "EX1 2NP = postcode; ex1 2np = postcode?"},
		{"AB99 3AA and A1 1AA", "AB99 3AA = postcode; A1 1AA = postcode"},
		{"B1 2nd try", ""},
		{"ring 0131 496 0000 or +44 (0)131 496 0000 or (0131) 496 0001", "0131 496 0000 = phone number; +44 (0)131 496 0000 = phone number; (0131) 496 0001 = phone number"},
		{"helpline 0800 496 0000", "0800 496 0000 = phone number?"},
		{"write a.b@exampleshire.example.", "a.b@exampleshire.example = e-mail address"},
		{"a.b (at) exampleshire (dot) example", "a.b (at) exampleshire (dot) example = e-mail address"},
		{"on 3/4/21, 2021-04-03, 3rd April 2021, 7 and 8 October 1991, 5 May", "3/4/21 = date?; 2021-04-03 = date?; 3rd April 2021 = date?; 7 and 8 October 1991 = date?; 5 May = date?"},
		{"only 2 may come in April 2021, 31/02/20", "31/02/20 = reference?"},
		{"ref CR/12345/26, PS-20260001, CP/2026/012, S1234567", "CR/12345/26 = reference?; PS-20260001 = reference?; CP/2026/012 = reference?; S1234567 = reference?"},
		{"in 2019, 2019-20, 2019/2020, the 1990s, mid-2019, £1200, £ 12,500, 1,234,567, 3.14159, Act 1995, section 12(3), 24/7, pages 64-110, 16-17-year-olds", ""},
		{"sort code 12-34-56, file 22/106/1", "12-34-56 = reference?; 22/106/1 = reference?"},
	}
	for _, test := range tests {
		if got := show(anonymity.Check(test.text, nil)); got != test.want {
			t.Errorf("%q\n got %s\nwant %s", test.text, got, test.want)
		}
	}
}

// The number in the national description of the CHI is one, also without its first nought.
func TestCheckDigitRaisesConfidence(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, rule string }{
		{"0101011237", "its check digit is right"}, {"101011237", "its check digit is right"}, {"0101011236", "it has the shape of one"},
	} {
		found := anonymity.Check(test.text, nil)
		if len(found) != 1 || found[0].Kind != anonymity.CHI && found[0].Kind != anonymity.Phone {
			t.Fatalf("%s: %s", test.text, show(found))
		}
		if found[0].Kind == anonymity.CHI && string(found[0].Rule) != test.rule {
			t.Errorf("%s: %s, want %s", test.text, found[0].Rule, test.rule)
		}
	}
}

// One surname of two people is told as either.
func TestSharedSurnameTellsBoth(t *testing.T) {
	t.Parallel()
	family := []anonymity.Known{{Code: "Child A", Names: []string{"Ailsa Quill"}}, {Code: "Mother", Names: []string{"Morag Quill"}}}
	if got := show(anonymity.Check("the Quill family, Ailsa Quill", family)); got != "Quill = Child A or Mother; Ailsa Quill = Child A" {
		t.Error(got)
	}
}

// Another review's people are not found.
func TestOtherReviewIsNotFound(t *testing.T) {
	t.Parallel()
	if got := show(anonymity.Check("Tormod Otherwise was seen", known())); got != "" {
		t.Error(got)
	}
}

// A text without identifiers gives few false alarms.
func TestNeutralText(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/neutral.txt")
	if err != nil {
		t.Fatal(err)
	}
	found := anonymity.Check(string(text), known())
	words := len(strings.Fields(string(text)))
	t.Logf("%d findings in %d words, %.2f per 1,000: %s", len(found), words, 1000*float64(len(found))/float64(words), show(found))
	for _, f := range found {
		if f.Certainty == anonymity.Certain {
			t.Errorf("%s is certain", f.Shown)
		}
	}
	if len(found) > 2 { // the May and the Young that begin sentences, and are names of this review
		t.Errorf("%d false alarms", len(found))
	}
}

// Neither printing nor logging shows a name.
func TestPrintingShowsNoName(t *testing.T) {
	t.Parallel()
	list := known()
	checker := anonymity.NewChecker(list)
	found := checker.Check("Kirsty MacSample")
	var b bytes.Buffer
	for _, v := range []any{found, found[0], &found[0], list, list[0], &list[0], checker, *checker} {
		fmt.Fprintf(&b, "%v %+v %#v %s %q %d\n", v, v, v, v, v, v)
		slog.New(slog.NewJSONHandler(&b, nil)).Info("x", "v", v)
		slog.New(slog.NewTextHandler(&b, nil)).Info("x", "v", v)
	}
	asJSON, err := json.Marshal(found)
	if err != nil {
		t.Fatal(err)
	}
	b.Write(asJSON)
	if strings.Contains(strings.ToLower(b.String()), "kirsty") {
		t.Errorf("shown: %.2000s", b.String())
	}
}
