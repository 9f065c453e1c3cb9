package anonymity

import (
	_ "embed"
	"strings"
)

//go:embed words.txt
var wordList string

// dictionary holds everyday words, also those of programs and offices. They are never taken for misspelled names,
// and a name that is one of them is only looked at when it has a capital.
var dictionary = set(wordList)

// names that are also plants, months, virtues, islands, towns or stones: found
// in any case, but a person has to look.
var doubtful = set(`april may june august summer autumn dawn eve faith grace hope joy mercy patience verity charity prudence constance felicity
	heather rose rosie holly ivy lily daisy poppy iris violet olive hazel rowan fern bryony jasmine myrtle primrose flora marigold briar
	ruby pearl amber jade opal crystal gem coral sky skye iona isla islay arran lewis harris bute barra jura rum eigg muck coll tiree
	kerrera ailsa angus moray ross stirling perth elgin forres nairn oban paisley ayr kelso lorne lomond nevis clyde tay dee don spey forth tweed esk
	mark will bill bob rob rich dick jack pat sue drew art gene frank earnest ernest grant guy max miles chase chance dean earl duke baron
	bishop abbot pope king prince knight page marshall mason miller baker cook taylor smith carpenter fisher hunter archer shepherd
	black white brown green gray grey gold silver scarlet young long short small little strong bold noble good best wise moody
	hill wood woods forest field fields banks brook brooks ford bridge bridges castle church park parks lane rivers lake marsh moss heath glen dale
	stone stones bell bird fox wolf lamb swan finch wren robin martin jay drake hart day week winter frost snow rain storm gale
	sandy rocky lucky sunny rusty dusty buddy teddy kitty kit billy jock ginger pepper basil herb carol melody harmony star angel
	victor victoria regent major sergeant christian pascal ray rod ed al jo mo di bo
	example sample`)

// abbreviations that reports are full of are not taken for initials unless
// there are full stops or spaces between the letters.
var abbreviations = set(`gp cp ap asp scr lr nhs uk eu us it pc ds dc di sgt sw hv ot pt id ok tv am pm ad bc mr dr st ps ie eg re as at an am be by do
	go he if in is me my no of on or so to up us we cd dna faq gov hr hq ict irp ird la llp ltd ma mba mp msp ni pa plc qa rn sn
	cpc cpr cso cse cps coa cog coo apc apsc ado acpc camh camhs asw csw fnp lac laac mhc mho scra cops pirc sps spa ci his hse fai
	phs nmc gmc sssc gtcs adp add adhd asd asn ptsd lgbt aka adl bme bmi bp cbt ed icu itu nb nok tbc tba aob agm cv dob dod`)

// ambiguous says whether a folded name is an ordinary word, too.
func ambiguous(name string) bool { return doubtful[name] || everyday(name) }

// everyday says whether a folded name in lower case is most likely no name.
func everyday(name string) bool { return dictionary[name] }

// plain says whether a word in the text is an everyday one, also in the plural.
func plain(word []byte) bool {
	return dictionary[string(word)] || len(word) > 4 && word[len(word)-1] == 's' && dictionary[string(word[:len(word)-1])]
}

func set(words string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		all[w] = true
	}
	return all
}
