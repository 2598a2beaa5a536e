"""What each argument and option means, in both languages: one name has one meaning wherever it stands."""

from collections.abc import Mapping

from adapters.telling.kinds import KIND_NAMES
from adapters.telling.words import Words

KINDS = Words(", ".join(KIND_NAMES), ", ".join(f"{kind} ({words.cs})" for kind, words in KIND_NAMES.items()))
DATE = Words("30. 6. 2026, 30.6.2026, 2026-06-30, today, yesterday", "30. 6. 2026, 30.6.2026, 2026-06-30, dnes, včera")

NAMES: Mapping[str, Words] = {
    "--help": Words("Show this page.", "Ukáže tuto stránku."),
    "--version": Words("Show the version.", "Ukáže verzi."),
    "--json": Words("Answer in JSON with a versioned schema.", "Odpoví v JSON s verzí schématu."),
    "--lang": Words(
        "Language of the answer; default: KRONIKA_LANGUAGE, or the locale.",
        "Jazyk odpovědi; výchozí: KRONIKA_LANGUAGE nebo jazyk prostředí.",
    ),
    "--quiet": Words("Answers and errors only, no messages.", "Jen odpovědi a chyby, žádné zprávy."),
    "--debug": Words("Show the stack trace of an error.", "U chyby ukáže i místo v programu."),
    "KIND": Words(f"What kind of file: {KINDS.en}.", f"Druh spisu: {KINDS.cs}."),
    "TEXT": Words(
        "Words of a number, name, IČO or place, old ones too; case and diacritics do not matter.",
        "Slova čísla, názvu nebo IČO, i starých; na velikosti písmen a diakritice nezáleží.",
    ),
    "ID": Words("The number that people write, or the UUID.", "Číslo, jak se píše, nebo UUID."),
    "PATHS": Words(
        "Files of commands (.jsonl), or folders with such files; - is standard input.",
        "Soubory příkazů (.jsonl) nebo složky s nimi; - je standardní vstup.",
    ),
    "WORD": Words("What to look for.", "Co se hledá."),
    "WORDS": Words("More of it: every word must be found.", "Další slova: musí se najít všechna."),
    "CODE": Words(
        "The code of a rule, or its label; or a part of codes.", "Kód pravidla nebo jeho označení; nebo část kódů."
    ),
    "LOGIN": Words("The handle that is typed to log in; not a name.", "Značka, kterou se přihlašuje; ne jméno."),
    "TARGET": Words("The folder for backups, new or with earlier ones.", "Složka pro zálohy, nová nebo s dřívějšími."),
    "SOURCE": Words(
        "A backup, or a folder of backups: then the newest.", "Záloha, nebo složka záloh: pak nejnovější z nich."
    ),
    "FILE": Words(
        "What somebody gave you: a proof, a checkpoint or an evidence package. Without it: the ledger.",
        "Co jste od někoho dostali: důkaz o zařazení, potvrzení stavu nebo důkazní balík. Bez něj: kniha.",
    ),
    "ENTRY": Words("The number of an entry.", "Číslo záznamu."),
    "EARLIER": Words(
        "A file with an older checkpoint, or its number of entries.",
        "Soubor se starším potvrzením stavu, nebo jeho počet záznamů.",
    ),
    "--decisions": Words(
        "Of the decisions from which entries came, not of the entries.",
        "K rozhodnutím, z nichž záznamy jsou, ne k záznamům samým.",
    ),
    "--anew": Words(
        "First make the kept hashes again from the entries; the checkpoints stay.",
        "Nejdřív znovu vytvoří uložené otisky ze záznamů; potvrzení stavu zůstanou.",
    ),
    "--new-ledger": Words(
        "Here a new ledger was begun on purpose, in place of the one that was sealed before.",
        "Na místě dříve zapečetěné knihy byla úmyslně založena nová.",
    ),
    "--against": Words(
        "A file with a checkpoint in other hands; may be repeated.",
        "Soubor s potvrzením stavu z cizích rukou; lze opakovat.",
    ),
    "--key": Words(
        "The public key to be believed, or a file with it; default: that of the ledger.",
        "Veřejný klíč, kterému se má věřit, nebo soubor s ním; výchozí: klíč knihy.",
    ),
    "--leaf": Words(
        "The file with the sealed bytes of the entry; default: as they stand in the ledger.",
        "Soubor se zapečetěnými bajty záznamu; výchozí: jak stojí v knize.",
    ),
    "--keys-to": Words(
        "Another folder for copies of the vault's keys; who was erased loses the copy, too.",
        "Jiná složka pro kopie klíčů trezoru; kdo byl vymazán, ztratí i kopii.",
    ),
    "--keys-from": Words("The folder with the copies of the keys.", "Složka s kopiemi klíčů."),
    "--no-evidence": Words(
        "Leave the files of evidence out: they are copied in another way.",
        "Vynechá soubory důkazů: kopírují se jinak.",
    ),
    "--accept-loss": Words(
        "Why entries that others have seen may be lost; recorded in the ledger.",
        "Proč smějí být ztraceny záznamy, které jiní viděli; zapíše se do knihy.",
    ),
    "--login": Words("Only sessions of this account.", "Jen přihlášení tohoto účtu."),
    "--no-password": Words(
        "Only the OpenID provider opens this account.", "Tento účet otevře jen poskytovatel OpenID."
    ),
    "--issuer": Words(
        "The OpenID provider, as it names itself; default: KRONIKA_OIDC_ISSUER.",
        "Poskytovatel OpenID, jak se jmenuje; výchozí: KRONIKA_OIDC_ISSUER.",
    ),
    "--subject": Words("Who it is, as the provider says it.", "Kdo to je, jak to říká poskytovatel."),
    "--only": Words(
        "Less than the role: a pattern of commands, read, or read:SUBJECT; may be repeated.",
        "Méně než role: vzor příkazů, read nebo read:PŘEDMĚT; lze opakovat.",
    ),
    "--days": Words("For how many days it is good; default: 90.", "Kolik dnů platí; výchozí: 90."),
    "--host": Words("The address to listen at; default: this machine only.", "Adresa; výchozí: jen tento počítač."),
    "--port": Words("The port to listen at.", "Port."),
    "--no-projector": Words(
        "The projector runs apart: kronika projector.", "Projektor běží zvlášť: kronika projector."
    ),
    "LINE": Words("The key of a line, as --json gives it.", "Klíč řádku, jak ho dává --json."),
    "COLUMN": Words("The name of a column, as --json gives it.", "Název sloupce, jak ho dává --json."),
    "--format": Words("As what.", "V jaké podobě."),
    "VIEW": Words("The name of a view.", "Název přehledu."),
    "VIEWS": Words("Names of views; default: all.", "Názvy přehledů; výchozí: všechny."),
    "--valid": Words(
        f"Valid on this day: what held then; default: today. {DATE.en}.",
        f"Platné ke dni: co tehdy platilo; výchozí: dnes. {DATE.cs}.",
    ),
    "--known": Words(
        "Known on this day (to its end, in Prague): as far as it was recorded by then; default: now.",
        "Známo ke dni (do jeho konce, v Praze): co bylo do té doby zapsáno; výchozí: nyní.",
    ),
    "--known-seq": Words("The same as an exact entry number.", "Totéž přesně, číslem záznamu."),
    "--data": Words(
        "The data as JSON, @file, or - for standard input.", "Data jako JSON, @soubor, nebo - pro standardní vstup."
    ),
    "--target": Words(
        "The file that the command is about: number or UUID.", "Spis, kterého se příkaz týká: číslo nebo UUID."
    ),
    "--on": Words(
        "The day from which it has effect by law; default: today, for a takeover unknown.",
        "Den, od kterého to podle práva platí; výchozí: dnes, u převzetí neuvedeno.",
    ),
    "--reason": Words("Why.", "Proč."),
    "KEY": Words("The key of a person in the vault.", "Klíč osoby v trezoru."),
    "FILES": Words("Files to be taken in.", "Soubory k přijetí."),
    "SAMPLE": Words("What the sample is called.", "Označení vzorku."),
    "HASH": Words("The SHA-256 of a file.", "SHA-256 souboru."),
    "--output": Words(
        "The file or folder to be written; it must not be there yet.",
        "Soubor nebo složka, která se zapíše; nesmí ještě být.",
    ),
    "--with-files": Words(
        "The files of evidence that entries name go along.", "Přidá důkazní soubory, které záznamy jmenují."
    ),
    "--without-texts": Words(
        "No free text goes along: reasons, notes, findings; the entries can be checked all the same.",
        "Bez volných textů (důvodů, poznámek, zjištění); záznamy lze ověřit i tak.",
    ),
    "--receipt": Words(
        "Write the receipt to this file as well; it must not be there yet.",
        "Potvrzení zapíše i do tohoto souboru; nesmí ještě být.",
    ),
    "--name": Words("The name; it goes into the vault only.", "Jméno; uloží se jen do trezoru."),
    "--position": Words("The position held.", "Funkce."),
    "--organisation": Words("The organisation.", "Organizace."),
    "--email": Words("The e-mail address.", "E-mailová adresa."),
    "--telephone": Words("The telephone number.", "Telefonní číslo."),
    "--capacity": Words(
        "staff of the office, contact of another body, or external: anybody else.",
        "staff: zaměstnanec úřadu, contact: kontakt jiného subjektu, external: kdokoli jiný.",
    ),
    "--readings": Words("Also show who looked at the record.", "Ukáže i to, kdo do záznamu nahlížel."),
    "--procedure": Words("The reference of the disposal procedure.", "Značka skartačního řízení."),
    "--document": Words("SHA-256 of a document that shows it; may be repeated.", "SHA-256 dokladu; lze opakovat."),
    "--as": Words(
        "The role that you act in; default: KRONIKA_ROLE, else clerk. kronika permissions lists the roles.",
        "Role, ve které jednáte; výchozí: KRONIKA_ROLE, jinak clerk (referent). Role vypíše kronika permissions.",
    ),
    "--by": Words(
        "Reference of the acting person, never a name; default: KRONIKA_PERSON.",
        "Odkaz na jednající osobu, nikdy jméno; výchozí: KRONIKA_PERSON.",
    ),
    "--id": Words(
        "Command id (UUID): the same id again records nothing new.",
        "Id příkazu (UUID): totéž id podruhé nic nového nezapíše.",
    ),
    "--waive": Words(
        "Code of a waivable rule to set aside; may be repeated.", "Kód prominutelného pravidla; lze opakovat."
    ),
    "--waive-reason": Words("Why it is set aside.", "Proč se promíjí."),
    "--second-person": Words(
        "Reference of the second person who stands beside it.", "Odkaz na druhou osobu, která za prominutím stojí."
    ),
    "--strict": Words(
        "Decide everything first; take nothing if anything fails.",
        "Nejdřív vše rozhodne; když něco selže, nepřevezme nic.",
    ),
    "--dry-run": Words("Decide and report, record nothing.", "Rozhodne a oznámí, nic nezapíše."),
    "--since": Words(f"The first day: {DATE.en}.", f"První den: {DATE.cs}."),
    "--until": Words(f"The last day; default: today. {DATE.en}.", f"Poslední den; výchozí: dnes. {DATE.cs}."),
    "ROLE": Words("The role that you want to see.", "Role, kterou chcete vidět."),
    "--for": Words("The command or reading: who may?", "Příkaz nebo čtení: kdo smí?"),
    "--file": Words(
        "What was read: an inspection by number or UUID, or somebody in the vault by the key.",
        "Co se četlo: kontrola podle čísla nebo UUID, nebo někdo v trezoru podle klíče.",
    ),
    "--progress": Words(
        "How progress is told on stderr; default: a bar on a terminal, else a line for every tenth.",
        "Jak se na stderr hlásí postup; výchozí: v terminálu ukazatel, jinak řádek za každou desetinu.",
    ),
    "--kind": Words(
        "Only entries of this kind: a topic, the end of one, or a pattern; may be repeated.",
        "Jen záznamy tohoto druhu: název, jeho konec nebo vzor; lze opakovat.",
    ),
    "--from": Words("Only entries with effect from this day on.", "Jen záznamy s účinkem od tohoto dne."),
    "--to": Words("Only entries with effect up to this day.", "Jen záznamy s účinkem do tohoto dne."),
    "--retroactive": Words("Only entries that were recorded after the day of their effect.", "Jen zpětné zápisy."),
    "--a": Words(
        "The first moment: valid=DATE,known=DATE or known-seq=N; what is left out is today and now.",
        "První okamžik: valid=DATUM,known=DATUM nebo known-seq=N; co chybí, je dnes a nyní.",
    ),
    "--b": Words("The second moment, in the same form.", "Druhý okamžik ve stejném tvaru."),
    "--unchanged": Words("Show the fields that are the same, too.", "Ukáže i pole beze změny."),
    "--open": Words("Only what is open; this is the default.", "Jen otevřené; to je výchozí."),
    "--all": Words("What was closed since, too.", "I to, co bylo mezitím uzavřeno."),
    "--rule": Words("Only this rule code or anomaly label.", "Jen tento kód pravidla nebo označení."),
    "--contracts": Words("How many contracts.", "Kolik smluv."),
    "--mess": Words(
        "In what share of contracts something goes wrong, 0 to 1; default: 0.1.",
        "V jakém podílu smluv se něco pokazí, 0 až 1; výchozí: 0,1.",
    ),
    "--seed": Words("The same seed gives the same region.", "Stejné semínko dá stejný kraj."),
    "--provider": Words(
        "Only this provider: part of the name, or the IČO.", "Jen tento poskytovatel služby: část jména, nebo IČO."
    ),
    "--section": Words(
        "Only this kind of service, by its § of Act 108/2006.", "Jen tento druh služby, podle § zákona č. 108/2006 Sb."
    ),
    "--orp": Words("Only this ORP, by code or name.", "Jen toto ORP, podle kódu nebo názvu."),
    "--project": Words("Only this project, by number or code.", "Jen tento projekt, podle čísla nebo kódu."),
    "--ended": Words("What has ended by that day, too.", "I to, co do toho dne skončilo."),
    "--overdue": Words("Only what is overdue.", "Jen co je po termínu."),
    "--within": Words(
        "Only what is due within so many days by its safe day: 30d.",
        "Jen co je podle bezpečného dne potřeba do tolika dnů: 30d.",
    ),
    "--turn": Words("Only where it is this one's turn.", "Jen kde je na tahu tento."),
    "--fail-on-overdue": Words(
        "Exit code 1 where something is overdue, for scheduled runs.",
        "Návratový kód 1, je-li něco po termínu; pro pravidelné spouštění.",
    ),
    "--rounds": Words("Every round with the days between its stages.", "Každé kolo se dny mezi jeho kroky."),
    "--year": Words("The service-year.", "Rok služby."),
    "--service": Words("Only this service, by its registration number.", "Jen tato služba, podle čísla registrace."),
    "FIELD": Words("A field as kronika show --json names it.", "Pole, jak je jmenuje kronika show --json."),
    "--without": Words(
        "As if the command that recorded this entry had never been sent.",
        "Jako by příkaz, který zapsal tento záznam, nikdo neposlal.",
    ),
    "--without-rule": Words(
        "As if this rule had not been in force; may be repeated.", "Jako by toto pravidlo neplatilo; lze opakovat."
    ),
    "--with-value": Words(
        "As if this configured value had been another, NAME=JSON; may be repeated.",
        "Jako by tato nastavená hodnota byla jiná, NÁZEV=JSON; lze opakovat.",
    ),
    "WRITTEN": Words(
        "The number of an issued report, or the beginning of a digest of its file.",
        "Číslo vydané sestavy nebo začátek otisku jejího souboru.",
    ),
    "--number": Words(
        "The number under which it is issued; default: the next one of the year.",
        "Číslo, pod kterým se vydává; výchozí: další v pořadí.",
    ),
    "--report": Words(
        "Only this report; may be repeated. Default: all.", "Jen tato sestava; lze opakovat. Výchozí: všechny."
    ),
    "--contract": Words("The contract, by number or UUID.", "Smlouva, podle čísla nebo UUID."),
    "--role": Words("Only what was recorded in this role.", "Jen co bylo zapsáno v této roli."),
    "--person": Words(
        "Only where this person recorded or is named, by the key.",
        "Jen kde tato osoba zapisovala nebo je uvedena, podle klíče.",
    ),
    "--provision": Words(
        "Only what names this provision, or part of it: § 14, 255/2012.",
        "Jen co uvádí toto ustanovení nebo jeho část: § 14, 255/2012.",
    ),
}
