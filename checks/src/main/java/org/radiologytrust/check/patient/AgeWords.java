package org.radiologytrust.check.patient;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.words.Phrases;

/** The words of {@code ages.yaml}, which explains them. */
final class AgeWords {
  /** A stage of life with the ages in years that it can mean. */
  record Stage(List<String> terms, double from, double to) {}

  private record File(
      @Nullable Map<String, Integer> units,
      @Nullable Map<String, Integer> tens,
      @Nullable List<String> years,
      @Nullable List<String> months,
      @Nullable List<String> weeks,
      @Nullable List<String> days,
      @Nullable List<String> yearsBesidePerson,
      @Nullable List<String> monthsBesidePerson,
      @Nullable List<String> weeksBesidePerson,
      @Nullable List<String> daysBesidePerson,
      @Nullable List<String> and,
      @Nullable List<String> aged,
      @Nullable List<String> age,
      @Nullable List<String> notBeforeAge,
      @Nullable List<String> notBefore,
      @Nullable List<String> notBehind,
      @Nullable List<String> letters,
      @Nullable List<String> letterBefore,
      @Nullable List<String> letterBehind,
      @Nullable List<String> besideNumber,
      @Nullable List<String> sizes,
      @Nullable List<String> things,
      @Nullable List<String> persons,
      @Nullable List<String> patientBehind,
      @Nullable List<String> decadeBefore,
      @Nullable Map<String, Integer> decades,
      @Nullable String decadeEnding,
      @Nullable List<Stage> stages,
      @Nullable List<String> stageBefore,
      @Nullable List<String> presentStages,
      @Nullable List<String> ofBefore,
      @Nullable List<String> born) {}

  final Map<String, Integer> units;
  final Map<String, Integer> tens;
  final Map<AgeUnit, Phrases> behind = new HashMap<>();
  final Map<AgeUnit, Phrases> besidePerson = new HashMap<>();
  final Set<String> and;
  final Phrases aged;
  final Phrases age;
  final Phrases notBeforeAge;
  final Phrases notBefore;
  final Phrases notBehind;
  final Set<String> letters;
  final Set<String> letterBefore;
  final Set<String> letterBehind;
  final Set<String> besideNumber;
  final Set<String> sizes;
  final Set<String> things;
  final Set<String> persons;
  final Set<String> patientBehind;
  final Phrases decadeBefore;
  final Map<String, Integer> decades;
  final String decadeEnding;
  final Map<Phrases, Stage> stages = new HashMap<>();
  final Set<String> stageBefore;
  final Set<String> presentStages;
  final Set<String> ofBefore;
  final Set<String> born;

  AgeWords(SiteFiles files) {
    File f = files.words("ages.yaml", new TypeReference<File>() {});
    units = f.units() == null ? Map.of() : f.units();
    tens = f.tens() == null ? Map.of() : f.tens();
    behind.put(AgeUnit.YEARS, phrases(f.years()));
    behind.put(AgeUnit.MONTHS, phrases(f.months()));
    behind.put(AgeUnit.WEEKS, phrases(f.weeks()));
    behind.put(AgeUnit.DAYS, phrases(f.days()));
    besidePerson.put(AgeUnit.YEARS, phrases(f.yearsBesidePerson()));
    besidePerson.put(AgeUnit.MONTHS, phrases(f.monthsBesidePerson()));
    besidePerson.put(AgeUnit.WEEKS, phrases(f.weeksBesidePerson()));
    besidePerson.put(AgeUnit.DAYS, phrases(f.daysBesidePerson()));
    and = Phrases.words(f.and());
    aged = phrases(f.aged());
    age = phrases(f.age());
    notBeforeAge = phrases(f.notBeforeAge());
    notBefore = phrases(f.notBefore());
    notBehind = phrases(f.notBehind());
    letters = Set.copyOf(SiteFiles.orEmpty(f.letters()));
    letterBefore = Phrases.words(f.letterBefore());
    letterBehind = Phrases.words(f.letterBehind());
    besideNumber = Phrases.words(f.besideNumber());
    sizes = Phrases.words(f.sizes());
    things = Phrases.words(f.things());
    persons = Phrases.words(f.persons());
    patientBehind = Phrases.words(f.patientBehind());
    decadeBefore = phrases(f.decadeBefore());
    decades = f.decades() == null ? Map.of() : f.decades();
    decadeEnding = f.decadeEnding() == null ? "" : f.decadeEnding();
    for (Stage s : SiteFiles.orEmpty(f.stages())) {
      stages.put(new Phrases(s.terms()), s);
    }
    stageBefore = Phrases.words(f.stageBefore());
    presentStages = Phrases.words(f.presentStages());
    ofBefore = Phrases.words(f.ofBefore());
    born = Phrases.words(f.born());
  }

  private static Phrases phrases(@Nullable List<String> list) {
    return new Phrases(SiteFiles.orEmpty(list));
  }
}
