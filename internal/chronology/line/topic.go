package line

import (
	"slices"
	"strings"
)

// topics are what records of care and protection write about, and the words they
// use for it. Two agencies seldom choose the same: what is a laceration to the
// one is a cut to the other. Words end in * where any ending will do.
var topics = map[string]string{
	"injury": "bruis* | mark on | facial mark | lacerat* | cut lip | cut arm | cut to | cut hand | cut head | fractur* | broken arm | broken leg | burn | burns | burned | scald* | swelling | swollen | wound* | stitch* | sutur* | graze* | black eye | " +
		"bite mark | injur* | tripped | fell against | fall on | fall at | fall from | fell from | fell down | sprain* | concuss* | bandag* | plaster cast | finger marks | slap mark | sore arm | haematoma | contusion",
	"self-harm": "overdose* | od | pills | taking tablets | taken tablets | took tablets | tablets and drink | tablets with | paracetamol | poison* | self harm* | selfharm* | suicid* | swallowed | cut herself | cut himself | took medication | unwell after medication | ligature | attempt on her life | attempt on his life",
	"hospital":  "hospital | hosp | ward | emergency department | ed | ae | casualty | admitted | admission | ambulance | conveyed | paramedic* | infirmary | discharge letter | inpatient | overnight admission | stitch* | sutur*",
	"violence": "domestic* | fight* | fought | pushed | assault* | punch* | kicked | hit by | hit her | hit him | slapped | shouting | smash* | quarrel* | argument | arguing | altercation | disturbance | lost his temper | lost her temper | " +
		"violen* | threat* | broke the door | broken door | things being broken | grabbed | strangl* | choke*",
	"arrest":    "arrest* | custody | charged with | bail | held for court",
	"missing":   "missing person | was missing | reported missing | went missing | missing overnight | not come home | did not return home | not returned home | failed to return | abscond* | ran off | ran away | run away | whereabouts | return interview | return home talk | traced | untraced",
	"alone":     "left alone | home alone | unattended | left on their own | were on their own | children on their own | on her own overnight | by themselves | unsupervised | without an adult | alone in the house | alone on | left the children | children alone | no adult",
	"move":      "moved to a | moved to the new | have moved | family moved | moved from | moved house | new address | change of address | flitted | new flat | new house | keys to | transfer completed | new tenancy | got the flat | moved into | now in | rehoused | relocat*",
	"arrears":   "evict* | arrears | notice of proceedings | rent unpaid | unpaid rent | over the rent | losing the flat | losing the house | court date | take the family to court | court about | court letter | letter from housing | homeless* | repossess*",
	"exclusion": "exclu* | put out of school | sent home for | suspended from | thrown a chair | throwing a chair | chair thrown | with a chair | over a chair | throwing furniture",
	"meeting": "conference | case conference | planning meeting | cppm | cpcc | review meeting | case discussion | strategy meeting | professionals meeting | a meeting about | looked after review | lac review | team around the child | " +
		"child protection meeting | the register | registered under | registration | minute of | minute received | chaired by",
	"core group":  "core group | core groups",
	"joint visit": "joint visit | visited jointly | visit jointly | jointly with | visited together | three way visit | visit with | safety plan | safety at home",
	"birth":       "birth | born | new baby | had the baby | newborn | labour | delivery of | arrival of | maternity | delivered",
	"pregnancy":   "pregnan* | antenatal | ante natal | booking appointment | scan | midwi* | expecting",
	"substance":   "drunk | intoxicated | alcohol | under the influence | drugs | cannabis | heroin | cocaine | methadone | relaps* | binge | drinking | smelling of drink | smelt of drink | valium | street drugs | needles",
	"neglect":     "unkempt | unwashed | dirty | head lice | nits | no food | filthy | soiled | nappy | malnourish* | underweight | weight loss | faltering | inadequate clothing | no coat",
	"camhs":       "camhs | young peoples clinic | anxiety | anxious | not sleeping | low and not | sleep and",
	"mood":        "depress* | low mood | psychos* | psychotic | hearing voices | sectioned | detained under | mental health crisis | panic attack*",
	"death":       "died | death | deceased | bereav* | funeral | passed away",
	"sexual":      "sexual* | indecent | grooming | exploitation",
	"money":       "benefits | foodbank | food bank | meter | universal credit | sanction* | debt | debts | crisis grant",
	"fire":        "fire service | house fire | fire at | smoke alarm | fire raising",
	"weapon":      "knife | weapon | blade | hammer",
	"hearing":     "childrens hearing | a hearing | panel hearing | reporter | compulsory supervision | sheriff | grounds",
	"fall":        "found on floor | found on the floor | fallen | falls | had a fall",
	"fraud":       "bank card | missing money | scam | financial harm | financial abuse | withdrew money | stolen money | power of attorney",
	"seizure":     "seizure* | fit at | fitting | convuls* | epilep*",
	"animal":      "dog bite | bitten by | the dog was",
	"crash":       "road accident | car accident | collision | knocked down | rta | run over",
	"medicine":    "missed medication | medication error | insulin | missed dose | wrong dose",
	"accommodate": "accommodated | foster* | kinship | placed with | emergency placement | section 25 | cpo | child protection order | place of safety",
}

// shortened are words that records shorten inside a wording.
var shortened = map[string]string{"sch": "school", "hosp": "hospital", "pol": "police", "mtg": "meeting", "mtgs": "meeting", "appt": "appointment", "attd": "attended", "recd": "received", "rpt": "report"}

// topicWords are the wordings of the topics, by their first word or, ending in *,
// by its beginning.
var topicWords, topicStarts = func() (map[string][]topicWording, []topicWording) {
	words := map[string][]topicWording{}
	var starts []topicWording
	for topic, all := range topics {
		for _, w := range strings.Split(all, " | ") {
			open := strings.HasSuffix(w, "*")
			x := topicWording{Words(strings.TrimSuffix(w, "*")), topic, open}
			if open && len(x.words) == 1 {
				starts = append(starts, x)
			} else {
				words[x.words[0]] = append(words[x.words[0]], x)
			}
		}
	}
	slices.SortFunc(starts, func(a, b topicWording) int { return strings.Compare(a.words[0], b.words[0]) })
	return words, starts
}()

type topicWording struct {
	words []string
	topic string
	open  bool // any ending of the last word will do
}

// Topics are what a text writes about, each with the words that say so.
func Topics(text string) map[string][]string {
	out := map[string][]string{}
	ws := Words(text)
	for i, w := range ws {
		if full, short := shortened[w]; short {
			ws[i] = full
		}
	}
	for i, w := range ws {
		for _, x := range topicWords[w] {
			if x.begins(ws[i:]) {
				out[x.topic] = append(out[x.topic], x.words...)
			}
		}
		for _, x := range startsOf(w) {
			out[x.topic] = append(out[x.topic], w)
		}
	}
	return out
}

// startsOf are the wordings with which a word begins.
func startsOf(w string) []topicWording {
	var out []topicWording
	for n := min(len(w), 12); n >= 3; n-- {
		i, found := slices.BinarySearchFunc(topicStarts, w[:n], func(x topicWording, w string) int { return strings.Compare(x.words[0], w) })
		for ; found && i < len(topicStarts) && topicStarts[i].words[0] == w[:n]; i++ {
			out = append(out, topicStarts[i])
		}
	}
	return out
}

func (x topicWording) begins(ws []string) bool {
	if len(ws) < len(x.words) {
		return false
	}
	last := len(x.words) - 1
	for i, w := range x.words {
		if ws[i] != w && !(x.open && i == last && strings.HasPrefix(ws[i], w)) {
			return false
		}
	}
	return true
}
