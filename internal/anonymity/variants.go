package anonymity

import "strings"

// classes holds first names that one person may go by: short forms, Scots and
// Gaelic forms, spellings. A name may be in several. It wants the eye of a
// Gaelic speaker; a line too many costs a look, a line too few a name.
const classes = `
agnes nan nancy nessie aggie senga una oonagh
ailsa elsa ailsie
alan allan allen ailean al alun
alasdair alastair alistair alister alisdair alexander alec alex alick eck ecky sandy xander ally ali sawney sander
alexandra alex lexie sandra sandy alexa lexi ally alix
alison allison ali ally alice ailis eilis alyson
amanda mandy manda
andrew andy drew andra aindreas anndra dand dandy
angela angie ange
angus aonghas gus innes aeneas gussie
ann anne anna annie nan nancy hannah annette anya nanette
anthony antony tony ant toni
archibald archie baldie gilleasbuig erchie
arthur art artair
barbara barbie babs barabal baraba
benjamin ben benny benji
bernard bernie bern
bridget brigid brid bride biddy bridie breda
calum callum malcolm colm calumn cal mal calom
cameron cam camshron
catherine katherine kathryn katharine catriona katrina cathy kathy kate katie cat kat kit kitty catrina ceit caitriona trina cath kathleen cathie katy
charles charlie chas chuck tearlach chic
charlotte lottie charlie lotte char tearlag
christina christine chrissie chris tina cairistiona kirsty kirstie kirsten kirstin ciorstaidh ciorstag christy kirsteen
christopher chris kit christy criosdaidh topher
clare claire clair sorcha clara
colin cailean
daniel dan danny domhnall
david dave davie davy daibhidh dod
deborah debbie deb debra debs
derek dereck derrick del ruaraidh
diane diana di dianne dinah
donald don donnie domhnall donny dolan donal dolly
donalda donella dolina dolly donna
dorothy dot dottie dolly dorothea diorbhail
dougal dugald dughall doug
douglas doug dougie dubhghlas dougy
duncan donnchadh dunky dunc
edward ed eddie ted teddy ned eideard
effie euphemia eubha oighrig phemie fay
eilidh helen ellen nell nellie elena helena aileen eileen ailie eily
elizabeth elisabeth liz lizzie beth betty bess bessie eliza elspeth elsie ealasaid lisa libby lisbeth isabel betsy leezie eilispeth
emily em emmy emma emilia milly
evan ewan euan ewen iain eoghann eoghan owen eoin euen
fergus feargus fearghas gus
finlay finley fionnlagh fin finn findlay
fiona fi fionnghal finola fionnuala nuala
flora floraidh fionnghal florrie flo fionnaghal
frances fran francesca frankie fanny frangag
francis frank frankie fraing
frederick fred freddie freddy alfred alfie alf
gabriel gabe gabrielle gabby
gavin gav gawain
george geordie dod doddie seoras georgie deorsa
georgina georgie ina georgia gina
gerald gerard gerry jerry ged
gillian gill jill jilly gillie juliana
gordon gord gordie
graham graeme grahame greum
gregor greg gregory griogair grigor
hamish james seumas jim jimmy jamie jimmie jas sheumais jaimie jem jamesie
harold harry hal
hector eachann heck
henry harry hal hendry eanraig hank
hugh hughie shug shuggie uisdean aodh huw hughina ewan hew
ian iain john eoin ewan ean
isabel isobel isabella isla bella belle isa iseabail ishbel izzy tibbie bell isabelle issy
isla ila islay
jack john jackie jock
jacqueline jackie jacqui jacquelyn jaqueline
janet jan jessie jenny seonaid netta shona seona jess nettie
jane jean sine sheena jeannie jeanette sheenagh shona janie jeanie sian jayne
jennifer jen jenny jenni
jessica jess jessie
joan joanna joanne jo seonag siobhan johanna hannah joann
john johnny jock jack iain ian johnnie sean shaun shane eoin jon johan iain seonaidh johan evan
jonathan jon jonny jonathon jonty
joseph joe joey jo jos seosamh
josephine jo josie
joshua josh
judith judy jude
julie julia jules juliet sile
kenneth ken kenny coinneach kennie
kevin kev caoimhin
kieran ciaran keiran kieron
laura lauren lori laurie
lawrence laurence larry laurie lachlan labhrainn
lachlan lachie lachlann lochlan lauchlan lachy
leonard len lenny leo
lesley leslie les
lewis louis lou lew ludovic lodaidh luthais
linda lynda lyn lynn lynne lindy
lindsay lindsey linsey lynsey
louise lou louisa liusaidh
lucy lucia liusaidh lou
mairi mary marie maria maire moira maura may molly polly mae mamie mhairi maisie morag
margaret maggie mags meg peggy peg madge mairead maisie greta rita marjory daisy margo marghread maretta peigi megan maggy meggie
marion marian mor morag marianne muriel sarah
mark marc marcas marcus
martin mairtinn martyn marty
matthew matt matty matha mata
maureen mo moreen
megan meg meghan
michael mike mick mickey mikey micheal mick michal
mhairi mairi vari mary mari vhairi varry
moira moyra maire
mohammed muhammad mohammad mohamed mo md muhammed
morven morvern
murdo murdoch muireadhach murchadh murdie
murray moray muireach
natalie nat natasha tasha nathalie
neil niall neal nial nigel neill
nicholas nick nicky nicol neacal nic
nicola nicky nikki nic nichola
norman tormod norrie norm
oliver ollie olaf amhlaibh olly
pamela pam pammy
patricia pat trish tricia patsy patti paddy
patrick pat paddy padraig peter pate padruig
paul pol paulie
peter pete peadar paddy pat petey
philip phil phillip pip filib
rachel rach raonaid rae raonaild rachael
raymond ray
rebecca becky becca beck bex
reginald reg reggie ronald
richard rick dick ricky rich richie ritchie riseard dickie
robert rob bob bobby robbie rab rabbie bert raibeart robin bobbie robertson roby
roderick rory roddy ruairidh ruaraidh rod ruairi roderic derick rorie
ronald ron ronnie raghnall ranald ronny
rosemary rose rosie ros
ross rosco
samantha sam sammy
samuel sam sammy somhairle
sarah sara sally mor morag sal sadie
scott scot scottie
sharon shaz sharon
sheila sile shelagh cecilia julia celia sheelagh
simon si sim simeon
sophie sophia soph beathag sofia
stephen steven steve stevie steaphan stephan steaphen
stephanie steph stephany steffi
stuart stewart stiubhart stu stew
susan sue suzanne susanna susie suzie siusaidh siusan
teresa theresa terry tess tessa
terence terry tel
thomas tom tommy tam tammy tomas tamas tammie
timothy tim timmy
torquil torcuil torc
valerie val
victoria vicky vicki tori vikki vic
victor vic
vincent vince vinny
walter wat wattie walt bhaltair
william will bill billy willie wull uilleam liam wullie wills willy bille
zachary zach zack zac
`

// variants lists, for each name of the classes, the other names of its classes.
var variants = func() map[string][]string {
	all := map[string][]string{}
	for line := range strings.Lines(classes) {
		names := strings.Fields(line)
		for _, name := range names {
			for _, other := range names {
				if other != name {
					all[name] = append(all[name], other)
				}
			}
		}
	}
	return all
}()
