package org.radiologytrust.lab.checks;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.lab.synth.RandomDraw;

/**
 * Invents patients: each has two to six different reports of the given ones, at least two of them
 * of one examination, and an event in these two. A report that names a date, an age or a sex is
 * only the first of a patient, since it would contradict the others.
 */
final class InventedPatients {
  /** Patients that are drawn until one suits the event. */
  private static final int TRIES = 2_000;

  /**
   * A patient with the reports in order of their studies, and one event.
   *
   * @param number from 1
   * @param wording number of the wording of the event, from 1
   * @param plain the reports as they are, but of one patient
   * @param seeded the same reports with the event
   * @param at index of the report that the check must flag, or not
   * @param said the words that were added to that report
   */
  record Patient(
      int number,
      PatientEvent event,
      int wording,
      List<Message> plain,
      List<Message> seeded,
      int at,
      List<String> said) {
    Patient {
      plain = List.copyOf(plain);
      seeded = List.copyOf(seeded);
      said = List.copyOf(said);
    }
  }

  private final ReportPools pools;
  private final StudyWords studies;
  private final PatientWords patients;
  private final Changer changer;
  private final Clashes clashes;
  private final long seed;
  private final List<PatientEvent> events;
  private final Map<String, Kind> kinds;

  /**
   * @param messages of the given reports
   */
  InventedPatients(
      List<Message> messages,
      StudyWords studies,
      PatientWords patients,
      SiteFiles files,
      long seed) {
    this.studies = studies;
    this.patients = patients;
    this.seed = seed;
    pools = new ReportPools(messages, studies);
    changer = new Changer(studies);
    clashes = Clashes.load(files);
    events = PatientEvent.load(files);
    kinds = Kind.load(files).stream().collect(Collectors.toMap(Kind::id, kind -> kind));
  }

  /** The events; patients have them in turn. */
  List<PatientEvent> events() {
    return events;
  }

  /** The patient of a number, from 1; empty if no reports suit the event. */
  Optional<Patient> of(int number) {
    PatientEvent event = events.get((number - 1) % events.size());
    for (int i = 0; i < TRIES && !pools.isEmpty(); i++) {
      Optional<Patient> patient = drawn(number, event, new RandomDraw(seed, number, i));
      if (patient.isPresent()) {
        return patient;
      }
    }
    return Optional.empty();
  }

  private Optional<Patient> drawn(int number, PatientEvent event, RandomDraw draw) {
    Kind kind = event.of(kinds.get(event.check()));
    int wordingAt = draw.below(kind.words().wordings().size());
    Wording wording = kind.words().wordings().get(wordingAt);
    PatientDraft draft = new PatientDraft(pools, kind.words().avoid(), wording.sex(), draw);
    draft.before(event.examined() == null ? 2 : 1);
    Optional<Message> earlier = draft.first();
    if (earlier.isEmpty()) {
      return Optional.empty();
    }
    LocalDate day = earlier.get().study();
    int days = PatientEvent.between(event.days(), draw);
    Optional<Message> later = draft.second(day.plusDays(days), m -> Seeder.suits(wording, m));
    if (later.isEmpty()) {
      return Optional.empty();
    }
    Slots slots = new Slots(kind, later.get(), day, draft.exam(), studies, patients, draw);
    if (event.examined() != null
        && draft
            .by(modality(slots), day.plusDays(PatientEvent.between(event.examined(), draw)))
            .isEmpty()) {
      return Optional.empty();
    }
    if (draw.percent(30)) {
      draft.elsewhere(day.plusDays(Math.max(1, days / 2)));
    }
    // a follow-up that is never done is overdue at each later report, too: there is none then
    if (draw.percent(50) && (event.when() == null || event.examined() != null)) {
      draft.last();
    }
    return patient(number, event, wordingAt, draft.reports(), earlier.get(), later.get(), slots);
  }

  /** The code of the modality that the earlier report recommends. */
  private String modality(Slots slots) {
    String words = slots.fill("{not-modality}");
    return studies.data().modalities().entrySet().stream()
        .filter(m -> m.getValue().words().get(0).equals(words))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /** The patient with the event; empty if its words have no place, or contradict the report. */
  private Optional<Patient> patient(
      int number,
      PatientEvent event,
      int wordingAt,
      List<Message> plain,
      Message earlier,
      Message later,
      Slots slots) {
    Wording wording = kinds.get(event.check()).words().wordings().get(wordingAt);
    List<String> said = new ArrayList<>();
    List<String> twinSaid = new ArrayList<>();
    ReportText base = event.copied() ? earlier.text() : later.text();
    Optional<ReportText> before =
        text(number, earlier.text(), wording.earlier(), slots, new ArrayList<>());
    Optional<ReportText> twin = text(number, base, wording.twin(), slots, twinSaid);
    Optional<ReportText> error = text(number, base, wording.error(), slots, said);
    if (before.isEmpty()
        || twin.isEmpty()
        || error.isEmpty()
        || clashes.in(twinSaid, twin.get().text())) {
      return Optional.empty();
    }
    boolean wrong = event.wording() == PatientEvent.Half.ERROR;
    ReportText now = wrong ? error.get() : twin.get();
    List<Message> seeded =
        plain.stream()
            .map(m -> m == earlier ? m.with(before.get()) : m == later ? m.with(now) : m)
            .toList();
    return Optional.of(
        new Patient(
            number,
            event,
            wordingAt + 1,
            plain,
            seeded,
            plain.indexOf(later),
            wrong ? said : twinSaid));
  }

  /** Added words have the same place in both reports where these have the same text. */
  private Optional<ReportText> text(
      int number, ReportText text, @Nullable Change change, Slots slots, List<String> said) {
    return change == null
        ? Optional.empty()
        : changer.text(text, change, slots, new RandomDraw(seed, number), said);
  }
}
