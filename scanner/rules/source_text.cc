#include "scanner/rules/source_text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "scanner/core/ascii.h"

namespace patrol {
namespace {

constexpr std::size_t kSixes = 64;

// Of 100,000 bytes of C, TypeScript, Python, C#, Go, JSON and YAML, a language
// a fifth.
constexpr std::array<std::uint16_t, 128> kShares = {
    1,     1,    1,    1,    1,    1,    1,    1,     // control characters
    1,     1649, 3003, 1,    1,    1,    1,    1,     //
    1,     1,    1,    1,    1,    1,    1,    1,     //
    1,     1,    1,    1,    1,    1,    1,    1,     //
    19164, 44,   1341, 134,  54,   23,   79,   357,   // blank to '
    929,   929,  297,  40,   1140, 539,  1449, 759,   // ( to /
    580,   338,  265,  152,  130,  93,   104,  65,    // 0 to 7
    109,   69,   669,  501,  174,  623,  301,  39,    // 8 to ?
    34,    400,  186,  518,  331,  500,  228,  168,   // @ A to G
    182,   479,  31,   73,   296,  308,  351,  274,   // H to O
    406,   40,   458,  518,  603,  208,  149,  93,    // P to W
    72,    48,   21,   211,  38,   211,  7,    1811,  // X to _
    132,   3906, 728,  2249, 2095, 6831, 1168, 1204,  // ` a to g
    1078,  3702, 89,   506,  2198, 1541, 3496, 3425,  // h to o
    1814,  164,  4161, 3569, 4995, 1869, 696,  430,   // p to w
    439,   741,  84,   427,  91,   426,  7,    1,     // x to DEL
};
constexpr double kAbove127 = 3e-5;

// A row for each value of a byte's low six bits, a letter for each of the next
// byte's: a, certain; b, one in two; c, one in four ... m, one in 4096 or less.
// Row 33 is that of '!' and 'a', row 47 that of '/' and 'o'.
constexpr std::array<std::string_view, kSixes> kFollowers = {
    "jmmmmmihkllmlmkmmkmiimmmlemkhhliiggffggehgkjehgiciddfjijjkkhjhlm",
    "mgfefhhglghjeefleheeeghhhikmmhmgfligfljgiimifgglgjfgggjjkkhmmmmm",
    "megfiehijdfjeifgiigghfjjkgmmlkmffeiklglijekjfjifjigijejjjfjlmmmm",
    "mehgieiiffgfffjehiffdghkhgmmmlmfffimmhlifhmjfihdikfjjhkkkiklmlmm",
    "mfhhgdihhegjghhfiiggghihjilmlimdeehkmdmhhelmghhgjihhjghjjijjjllm",
    "mggeehgfkihjggdighdeeifjfgmmmjmeeiilimkiihmmghfmkhejklhlflikklmm",
    "mfhggffjjeilfhgehkgggfjikgmmjjmeeeikkgmifellfhjehieijfjjhjjlmlmm",
    "mfhgidjjgfhjchffgjffgiijklkmmjmdfhijmemiigmlgkiflkfjkhllkkikkkmm",
    "mdihhdikkefjhgjejkfgehkhmilmmjmfeehlkemhigmkhijflljkggllliikkjmm",
    "mggffghglckmghefgjhffkilimikjmmgfiggfigiifklihefgjfggjhjilkgkfmm",
    "mklkkimkmddmmlmjkmmjllmmkmmmmmmjbjkeiihllhjmmilfjmkjhkimmmmjmgmm",
    "mgjehdhjgegmjffjijihhfjimlmmljmdeiilmdlhiflkgjikkikjjjkkllijlkjm",
    "meihhehhiehjekkfgiifgghkiijmmlmcegikmfijidmmhjifmlkhlhklmmjkljmm",
    "mdgifdhjlfikefjfekjeggkklklmmlmefdjmlelijgmjiijfljjijghlkjkmllmm",
    "mfjfeefelfhhhkieilgdefhlmhlmmlmefejmmfmhhhmmijiekeljlgllmlhjkllm",
    "mhgefifhmgigffdgdmeefgggikmmmmmefmflmmgjjjmlikgmemgkigjjjmjlmmmm",
    "mfigidhjfeifgijegkegfgikkilklkldfejklhljihmjhkjeljejfgillgkhkkll",
    "idgfhefhiggiffgiiefhichkjhimljlffihgiihfhhljhkjjgiighekiijjlmkmm",
    "meihgdhijehifggegjfffghimfmmmjmdegjmmcliihmmijkgkjjikglklmkklmmm",
    "mgjgiejigeiidhfggjhdehkkjgilmkmefihhmemjgfmjgjigghiiegjikgjkllmm",
    "mejgiehlfehjfijfhlehfhkjfgkmmkmeeghgmflidfkihjjfhjfjiikjkfillljm",
    "mgffgeghjfikefejfleeeiikillmmlmgflikmmmikgmijkemeifeiilmjmlmmllm",
    "mehhhdhgigifhfihdjighiihjmmmmlmegcilmdkijglkhjjhgghfijhmjjkkmkmm",
    "mdjhhghjhdhlhieghjffihjkjlkmmkmfgehkkelhedmmhiifkjehiikljkjklkmm",
    "mhjghggjkghjjfgiejiidkhkeilmljmddkijljlhghlhhhikjhghgckkijjklkmm",
    "mfifjgkilggkigfjdggdgimhkikmkimddihmmimhhhllgiiekjigjlmllmihjimm",
    "mfghhchiiggmgfifihihjijggjgljgmdgggjmekfhgkjgihdfiigilkjjiiklimm",
    "mfhhhhihjhdkiiihhjihhijklkkihdgghffhhghfhehfgggheffffhhihjgjklml",
    "mmmmmmmmmmdmmmmmlmmimemkmmmiehjmgjehgjihhiijliehflgggclhdmliijmj",
    "mlmlmkmmmlcmmmmmkmlkjmmmmmmgigmldielklhhfdggdjejlmigkimmmmgehfjh",
    "hjjijiklkjgllklkikkjiklikkkedhgheffhfhhedghiifgfggfghghiikhgffhi",
    "mfheggghhfjigfggfkgeghgihllmmlmeifgeggfghfkhfgfgfhfeehgiikilmlmm",
    "kijijjjjlilljkjjjmjiijkkklmjjkmibgfghhghgggjhghggiggfhhhjjihigll",
    "mmmlmmmmmmimmmmmlmjklmmmmmmklmmjfjfefkhfjflhdedkfidecghhhgillhkm",
    "jhjhiijijhekiiijimihhijkkmmjiiligffgfehhhefidggfhifegfjjjfdjggjl",
    "mllklllmmkhklmlkkmlkllmmmmmlklmheeigfdjidfmeehhdikfhdfjjjhiklkmm",
    "mijijijlljgkkkkjimjijkklmmmkkjmfcegjfcjhgekhfiffhjgfigjjihghjhkl",
    "mjkjkjklligmkkkkjmkjjkllmmmklkmgdfgeegfggglkefdiggdeekhhfhgijiim",
    "mklllmmmmkgmlllllmlklmmmmmmkjkmicehjhfeigcmkfhfdikfggekjjghkkjlm",
    "lhiijijkjifkiijkhjiiijklmmmjgilgdgggidigfeijdgefhjfeffhjkjgijjkl",
    "miiikikimjhlkjkiimjhikkmimmijkmgfdffhchggdiighgegifffhhiijiiljjj",
    "mlmmmmmmmlemmmmjmmmmmmmmmmmlmjmiehgeffefigmjefcdgjgeemhmimgfliil",
    "mjjikijlmiemkkkjimjijljmilmjkkmicggfhehiifcihggdgkhfghijilkkkkkk",
    "mhjiiijkjhgljjjjjliijkkkmmmkkimcdfghichggdkgfheihiheigkhlkihkgll",
    "mkkkkkklmkdmlklljmkikllmmmmklmmgcehjgdgihemjejhegjjfffikmgikljkm",
    "mkkjkkkmljgmkkkkjmkjjlkkmmkkhkmhedfhhciihfijgdgfdhhfhgiijhikljgm",
    "mijjjiikkjflkkijimiiikkkmmmllkmhdefeeegegfjhghffgjhedghjligjhjlm",
    "mkmkkkmmmkgmklmmlmmklmmmmmmmlmmiehgeeifgiffhffcefldffehgjkjjlkmm",
    "mjlklkkmmjgmllllkmkklmmlmmmkjimgfehhhdiigfmiehgedgegefiiefhiljfm",
    "mkkkllkmmiemkmlmmmlljklmmmmkigmeegfhhhhhifmleifjefeffcefffghjijm",
    "mjkjkjkmmjhmllklkmjjjmmmmmmkkjmgdehghcifgdlhggeegiffefgiigijjjkm",
    "mkkjkkkmmjgmkklkjmjjkmllmmmhkkmgdggfidjhfelffheffihedfjijhfjjjll",
    "mjkjjjjlligljkjkjmjiikklmmmjlkmgdehhidiiddmkghgegjefgfiihehijjkm",
    "mmmmmmmmmmimmmmmmmmmmmmmmmmmklmjggfffdghlemleedjehdedihjhijlmlmm",
    "mkkkklllmjgmllllkmmlmlmmmmmjiimgfcgijciiidmifggegfggehhhhhhjkjlm",
    "mjjjkjjlkjgmjjkkjlihjljkmmmlijmfedhiheihedlkfheeghefgghfhhhjkjmm",
    "miiiiiillhgljjkjjliikkklllmjiimgefgeifhhgelkeggjdfffdfghfggjkilm",
    "mhiiiijkkifmijjjiliiijhlmmlkjhmechgijhiggfklefegcigffihhihgijikm",
    "mjmkklllmldmmlmmkmkklklmmmmhkimibhdijeiijhlliiifhiiihjjklkfekfmm",
    "jjllllmmmhbmllkkkmjklmmmmmmkkmmkdifgjiigjgmkhjhjhighhjgjllmimgmm",
    "ljkikjjlmjejkkjkjmkjhljllmmihmlfdgheiiihhhkkgehcdiigfhijjlkkdgim",
    "mlmkllkmmkcmllilmmljjmlmmmmjikmlbhgijhihhfkldihhijiihjikmljgjdgm",
    "mfkhhiijkhekijijimhheikjmjmkjjmicidhiighfhkjgifijjihgijlklggigem",
    "lkkilkmlllelkilkhlljljllmmmgfjlkcffiggifffikiidhhihgfihkjleiggje",
};

// Words of source code, case left aside, and how often they stand in a MB:
// those of at least three of the languages. Where words meet other characters,
// the four bytes at the seam.
struct WordClass {
  double in_a_megabyte;
  std::string_view words;
};
constexpr std::array kWords = std::to_array<WordClass>({
    {1200, "---- the this type"},
    {700, "and const error for get int name return set string value"},
    {300,
     ".com 0000 0x00 _che _con _get _nam _set _tex _typ all api arg asn "
     "asn1 char check code command ctx data def default description eck_ "
     "err false field file from func function help info ion: key length "
     "license list new node not object path ptr request resource size ssl "
     "text that true use version void with ype:"},
    {140,
     ".loc .pro 0001 ==== _asn _com _ctx _fie _int _key _lib _pro _res _str "
     "_tra _val _ver ack_ add address ame: and_ any api_ are arg_ args "
     "array base block bool buffer byte bytes can case class client cmp com "
     "config copy create delete ect. else end entry evp evp_ exception "
     "flags format get_ group has have http import include index ing. ing_ "
     "init input instance int3 int6 ion. ion_ ize_ key_ len lib line "
     "location map match max may message method mode must next none nt32 "
     "nt64 null number obj offset only ons. options out output param "
     "pointer policy project properties range read ref reg required "
     "response result run see service set_ source spec stack start state "
     "status store str struct supported sys table tag target ted_ template "
     "test time tls_ token ts.l types uint unsigned update url used user "
     "var when will write x000 you"},
    {70,
     ".add .con .err .get .nam .org .res .sta .typ .val /lic 0010 0x80 _add "
     "_all _att _cer _cha _cip _cmp _dat _dep _err _ext _fil _fin _fla _fre "
     "_fun _gen _id_ _inf _ini _ite _met _mod _new _no_ _obj _ope _par _pke "
     "_pol _pri _rec _req _sig _siz _ssl _sta _sto _tim access action "
     "additional addr after age. allow ame. ame_ apache app append "
     "arguments argv ase_ async ate. ate_ ath. attr attribute auto backend "
     "bit bits ble_ body boolean brief buf build but cache call callback "
     "cert certificate channel cipher ck_c com/ comment conditions conf "
     "configuration connection content context copyright count crypto ctx_ "
     "current date debug defined der der_ dir display distributed e_tr e_ty "
     "each ead_ ect_ ed_a either element encoding endpoint ent. ent_ enum "
     "err_ errno errors ers. ert_ ess_ est- est. est: est_ et_c event "
     "example except export ext ext_ fetch fields filter find first flag "
     "float fmt found free functions general generated given global hash "
     "head header headers html https identifier idx ify_ ignore information "
     "insert integer internal invalid item items iterator job json k_co "
     "kcs1 keys kind l_co l_se label last les: level link load log long "
     "lue: make metadata min module more names network new_ nfo_ non note "
     "nse. nts. num ode. ode_ off oid one open operation operator optional "
     "opts ore_ org org/ other p:// p_pk package parameter params parse "
     "pattern pkcs pkey point pop pos prefix process property ps:/ public "
     "push rce_ region release remove require reserved resources results "
     "returns root rts. s.co s.re s:// s_re same se_t sec server session "
     "sha should small software specific specified src static std stream "
     "strings structure style sync sys_ ted. then throw tls tp:/ tps: tree "
     "try ttp: unc_ undefined under unique unit unknown unsafe uri using "
     "utf val valid values verify want was which without xml yaml ype_ ze_t "
     "zero"},
    {35,
     "-2.0 -con -for -loc -pro .app .arg .dat .def .exp .fil .for .fro .goo "
     ".has .htm .int .joi .new .ope .opt .par .pat .pos .pre .rea .reg .rep "
     ".set .str .ver .wri //// //ww /doc /www 0x10 0x20 0x40 1000 ://w __in "
     "__re __st _acc _alg _arg _aut _bas _bit _buf _cal _cla _cli _cop _cre "
     "_crl _dec _def _del _des _dig _dir _dis _dup _enc _end _exp _for _gro "
     "_has _imp _ind _ins _is_ _len _lin _lis _loc _loo _map _max _nod _not "
     "_num _opt _pat _pkc _poi _pop _pos _pre _ran _rea _ref _reg _rev _saf "
     "_sec _ser _sha _sor _spe _sub _sys _to_ _tok _tru _uni _uns _use _wri "
     "abort about account ace_ add_ age_ al_n algorithm all. all_ alloc "
     "already also always and. applicable application are_ argument arm "
     "arm6 ary_ ase. asm assert associated ast- ata. ata_ ate- ate: "
     "attributes auth authors aux available ave_ basic because been before "
     "begin binary binding ble. break bucket called cannot capacity cast "
     "ce_s ces. chain change character characters che. child ck_p ck_s "
     "clear close cls cmd color common comp compare compliance component "
     "compute connect constant constructor contains continue control cookie "
     "created crl csp_ custom declare decode decoder deprecated depth der. "
     "details device dict directory disable dist docs document does domain "
     "don done double dst dup e-2. e.co e.or e.re e_as e_co e_ct e_in e_na "
     "e_re e_se e_st edge edit elem elements elif empty enable enabled "
     "encode engine ent- ent: entries env environment equal equals er_c "
     "er_n er_o er_s ers: ess. et_i et_s et_t expected expr express ext. "
     "extension failed fer. fig. filename files fips following form full "
     "g/li generic git gnu got groups handle handler her_ host ice. icy_ "
     "identity ied. ies. ifdef ignored ile. ile_ image ime. ime_ impl "
     "implied ind_ ine_ ing: inline inst int1 int8 int_ interface into ion- "
     "ion= is.c is_p iso ist. ist_ ite_ its ity. ive_ join k_fi k_ge kup_ "
     "l_de l_ge l_na l_st labels lag_ language le_s left lib_ libc library "
     "licensed licenses like limit lines local lock log. lookup loop lue. "
     "lue_ main mapping mask math max_ maximum mem member memory methods "
     "mod modify msg mutex nal: nal_ namespace nce. need ng-f ng_s ng_t "
     "nge_ ngs. nit_ nodes non- now nse- nt16 num_ obj. objects obtain ock_ "
     "ocsp ode: oid_ old on_i on_p once one: ons/ ons: ons_ operations opt "
     "option order ore. ors. ort. ort_ ote: otherwise override p_ci p_co "
     "p_in p_re parameters parent parser part partition pass peer "
     "permissions pes. pkg platform pool port position post pre print "
     "private proc profile protocol provided proxy pto_ pts. purpose put_ "
     "python query queue r_in r_li ral_ ram_ raw rce. re_a re_c reader "
     "reference register relative repeated replace req res reset resolve "
     "ret returned rg/l right rights rl_s rm64 role ror_ rsa rule rules "
     "runtime s.in s.ma s.op s.pa s.pr s.st s_co s_po s_se s_si scope "
     "script sct section security sequence services ses/ set. shift sign "
     "signal signature signer single slice socket some sort space specify "
     "split st_i stat stop strict sub suffix support switch symbol system "
     "t.pr t_co t_ex t_id t_in t_ke t_me t_po t_re t_se t_si t_st t_ty tags "
     "ted: tem_ ter. ter_ tes. tes: testing tf-8 than there these they "
     "thread timeout timestamp title top tor. tor_ trace trust try. tuple "
     "two tx_s uct_ ule. ult: ult_ unicode unless ure_ usage use_ ute_ utf- "
     "utf8 util validation ved. versions virtual vp_c vp_p wait warranties "
     "wasm web where whether while width window windows writing www www. "
     "x001 x100 x_se y_re your ype. zone"},
    {22,
     ".apa .cal .clo .end .fla .hea .key .map .nod .sig .siz 0x01 0xff 2000 "
     ":fun :tru _ass _blo _cac _clo _cod _cou _ent _fro _han _hea _mem _mul "
     "_non _nul _of_ _op_ _rep _ret _seq _sin _soc _tab _thr _zer accept "
     "active agreed al_s alias allowed amd amd6 ase: ash_ assign at64 b.co "
     "bad based basis between big ble: both box branch bsd cal_ catch "
     "children choice chunk cli compile construct crl_ cwd d_al d_ex d_fi "
     "dec deep dest destination dev diff digest digit duration dynamic e-id "
     "e.ex e.g. e.pr e_en e_sp elf emit encryption end_ entity er.p er_p "
     "es/l et_a et_e et_m et_p ete_ exit exp expression extra failure "
     "family fatal feature fer_ flow foo frame fy_p g_va gen_ generate "
     "governing har_ he.o here hooks href ibc_ ice_ id_t ils. imported ing- "
     "instances instead instruction is_s iter ity_ just k_se l_li l_op "
     "latest law les. limitations linux locale log_ lower m_va mac machine "
     "manager map_ mark matches md64 meta modules move mp_f n.co n_cl n_in "
     "n_pr named ng_d no_d ns.o o_co o_de o_ge o_sk o_ty oad_ on-s on_s "
     "origin oto_ pair per ple: policies positional prev program proto r_co "
     "r_ge r_na r_se r_st reason record ref= registry repository requests "
     "retry revision rfc rhs rom. rom_ ror: s.en s.ne s.se s/li s_de s_pr "
     "se-2 search second secret sed. select send setting settings shared "
     "short sig signed since sizeof skip sl_g sorted special specifies st_c "
     "st_p st_s standard storage such summary sym t.de t.re t_de t_ma t_to "
     "tch. te_n te_p tic_ total try_ ttl txt uid ule_ ult. unix updated "
     "uses ute. uto_ validate variable variant vector vendor view vp_m w.ap "
     "warning whitespace win within word workspace ww.a x200 x800 x_ge y_ma "
     "y_pa yield"},
});

constexpr std::size_t kLongestGram = 4;
constexpr std::size_t kShortestGram = 3;

// What is asked of words: how often do these three or four letters stand in
// one? "valu" in "value" and "values".
class Grams {
 public:
  Grams() {
    for (const WordClass& all : kWords) {
      for (std::size_t begin = 0; begin < all.words.size();) {
        const std::size_t end =
            std::min(all.words.find(' ', begin), all.words.size());
        add(all.words.substr(begin, end - begin), all.in_a_megabyte / 1e6);
        begin = end + 1;
      }
    }
    std::ranges::sort(shares_);
  }

  double of(std::string_view gram) const {
    double sum = 0;
    auto at = std::ranges::lower_bound(shares_, gram, {}, &Share::first);
    for (; at != shares_.end() && at->first == gram; ++at) sum += at->second;
    return sum;
  }

 private:
  using Share = std::pair<std::string_view, double>;

  // The letters beside a seam belong to words that are there on their own.
  void add(std::string_view word, double share) {
    const bool seam = !std::ranges::all_of(word, is_letter);
    for (std::size_t size = kShortestGram; size <= kLongestGram; ++size) {
      for (std::size_t at = 0; at + size <= word.size(); ++at) {
        const std::string_view gram = word.substr(at, size);
        if (seam && std::ranges::all_of(gram, is_letter)) continue;
        shares_.emplace_back(gram, share);
      }
    }
  }

  std::vector<Share> shares_;
};

// A text stands no more often than the rarest letters of it do.
double chance_in_words(std::string_view text) {
  static const Grams kGrams;
  const std::string folded = lowered(text);
  const std::size_t size = std::min(text.size(), kLongestGram);
  double least = 1;
  for (std::size_t at = 0; at + size <= folded.size(); ++at) {
    const std::string_view gram = std::string_view(folded).substr(at, size);
    least = std::min(least, kGrams.of(gram));
  }
  return least;
}

std::uint8_t low_six(char c) { return static_cast<std::uint8_t>(c) & 63; }

// The share of a byte with those six bits.
constexpr std::array<double, kSixes> kShareOfSix = [] {
  std::array<double, kSixes> out{};
  double all = 0;
  for (std::size_t byte = 0; byte < 256; ++byte) {
    const double share =
        byte < kShares.size() ? kShares[byte] / 1e5 : kAbove127;
    out[byte % kSixes] += share;
    all += share;
  }
  for (double& share : out) share /= all;
  return out;
}();

// How likely the second follows the first.
constexpr auto kChanceToFollow = [] {
  std::array<std::array<double, kSixes>, kSixes> out{};
  for (std::size_t a = 0; a < kSixes; ++a) {
    for (std::size_t b = 0; b < kSixes; ++b) {
      out[a][b] = 1.0 / (1U << (kFollowers[a][b] - 'a'));
    }
  }
  return out;
}();

template <typename Call>
void each_of(Sixes sixes, const Call& call) {
  for (; sixes != 0; sixes &= sixes - 1) {
    call(static_cast<std::size_t>(std::countr_zero(sixes)));
  }
}

}  // namespace

Sixes sixes_of(char byte, bool caseless) {
  Sixes sixes = Sixes{1} << low_six(byte);
  if (caseless && is_letter(byte)) {
    sixes |= Sixes{1} << low_six(static_cast<char>(byte ^ 32));
  }
  return sixes;
}

// Of each value that may stand last, how likely the text so far ends with it.
double chance_of(std::span<const Sixes> sets) {
  if (sets.empty()) return 1;
  std::array<double, kSixes> chance = kShareOfSix;
  std::array<double, kSixes> longer{};
  std::size_t last = 0;
  for (; last + 1 < sets.size() && sets[last + 1] != kAnySix; ++last) {
    each_of(sets[last + 1], [&](std::size_t b) {
      longer[b] = 0;
      each_of(sets[last], [&](std::size_t a) {
        longer[b] += chance[a] * kChanceToFollow[a][b];
      });
    });
    std::swap(chance, longer);
  }
  double sum = 0;
  each_of(sets[last], [&](std::size_t a) { sum += chance[a]; });
  return sum;
}

double chance_of(std::string_view text, bool caseless) {
  std::vector<Sixes> sets;
  for (const char c : text) sets.push_back(sixes_of(c, caseless));
  return chance_of(sets) + chance_in_words(text);
}

}  // namespace patrol
