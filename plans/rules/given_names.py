"""Given names that are common in the United Kingdom: a hint that words are a person's name, and never a certainty.

Names that are ordinary words too (Grace, Mark, May, Will) are left out where they would mislead more than help.
"""

_NAMES = """
aaron abbie abdul abigail adam adele adil adrian agnes ahmed aidan aileen aisha ajay alan alastair albert alex
alexander alexandra alfie ali alice alicia alison alistair allan allison amanda amber amelia amina amir amit amy
ana anand andrea andrew andy angela angus anil anita anjali ann anna annabel anne annette anthony antonia anwar
arjun arthur asha ashley ashok ayesha barbara barry beatrice becky belinda ben benjamin bernadette beth bethany
beverley bharat bill billy bob bobby brenda brian bridget bronwen bruce bryan callum cameron carl carla carly
carol carole caroline carolyn catherine cathy catriona cecilia charles charlie charlotte cheryl chloe chris
christina christine christopher claire clare clive colette colin connor craig curtis cyril daisy daniel danielle
danny daphne darren dave david debbie deborah debra deepa deirdre delia denise dennis derek desmond diana diane
dilip dominic donald donna doreen dorothy doug douglas duncan dylan eddie edith edward eileen elaine eleanor
elena elizabeth ella ellen ellie elliot elsie emily emma eric erica erin esther ethan eunice eva eve evelyn
farah farhan fatima felicity fergus fiona florence frances francesca francis fraser fred freddie frederick gail
gareth gary gavin gemma geoff geoffrey george georgia georgina gerald geraldine gerard gillian gina glenda glenn
gloria glyn gordon graeme graham greg gurpreet gwen hannah harjit harold harriet harry hassan hazel heather
helen helena henry hilary howard hugh hussain ian ibrahim imran irene isaac isabel isabella isla ivan jack
jackie jacob jacqueline jade jake james jamie jan jane janet janice jasmine jason jasper jay jayne jean jeanette
jeff jeffrey jemma jennifer jenny jeremy jessica jill jim jo joan joanna joanne jodie joe joel john johnny
jonathan jordan joseph josephine josh joshua joyce juan judith judy julia julian julie june justin karen karl
kate katharine katherine kathleen kathryn kathy katie katy kay keith kelly ken kenneth kerry kevin khalid kieran
kim kirsten kirsty kumar kyle lakshmi laura lauren laurence leah leanne lee leigh len leo leon leonard leroy
lesley leslie liam lillian linda lindsay lindsey lisa liz lloyd lorna lorraine louis louise lucas lucinda lucy
luke lydia lyn lynda lynn lynne madeleine malcolm mandy manjit maria marian marianne marie marilyn marion
marjorie marlon martha martin martyn mary matt matthew maureen maurice max maxine meera megan melanie melissa
michael michelle mick miguel mike mina miriam mohamed mohammad mohammed moira molly monica morag morgan muhammad
muriel myra nadia naomi natalie natasha nathan nathaniel navdeep neil nia nicholas nick nicola nicole nigel nina
nisha noel nora norma norman nuala oliver olivia omar oscar owen padma pamela pat patricia patrick paul paula
pauline peggy penelope penny percy pete peter phil philip philippa phoebe polly poppy pradeep priya rachael
rachel rajesh ralph ramesh rani rashid ravi ray raymond rebecca reginald rhian rhys richard rita rob robert
roberta robin rodney roger roland ron ronald rory rosalind rosemary rosie ross roy rupert russell ruth ryan
sabrina sadia sally salma sam samantha samina samir samuel sandra sanjay sara sarah satnam saul scott sean
sebastian seema shabana shane shanice sharon shaun sheila shirley shona sian sidney simon sinead siobhan siân
sonia sophia sophie stacey stanley stella stephanie stephen steve steven stewart stuart sue sunil sunita
surinder susan susanna susannah suzanne sylvia tahir tamara tanya tara ted terence teresa terry tessa theresa
thomas tim timothy tina toby tom tony tracey tracy trevor trudy una ursula usha valerie vanessa vera veronica
vicki vicky victor victoria vijay vikram vincent viv vivien vivienne walter wayne wendy wesley wilfred william
winifred yasmin yolanda yusuf yvette yvonne zac zachary zahra zainab zara zoe zoë
"""
GIVEN_NAMES = frozenset(_NAMES.split())
