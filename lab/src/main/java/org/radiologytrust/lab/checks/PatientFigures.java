package org.radiologytrust.lab.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.radiologytrust.lab.results.Estimate;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Strength;

/**
 * What the checks of earlier reports flag in the reports of invented patients.
 *
 * @param wanted how many patients were asked for
 * @param events in their order
 */
public record PatientFigures(
    long seed, int wanted, List<PatientEvent> events, List<Measured> patients) {
  /** Names the checks that compare with earlier reports. */
  private static final String EARLIER = "earlier-";

  public PatientFigures {
    events = List.copyOf(events);
    patients = List.copyOf(patients);
  }

  /**
   * The flags of a patient's reports, in their order.
   *
   * @param plain flags of the reports as they are
   * @param seeded flags of the same reports with the event
   */
  record Measured(InventedPatients.Patient patient, List<Checked> plain, List<Checked> seeded) {
    Measured {
      plain = plain.stream().map(PatientFigures::earlierOnly).toList();
      seeded = seeded.stream().map(PatientFigures::earlierOnly).toList();
    }

    /** Whether the check of the event flags the later report because of it. */
    boolean flagged() {
      int at = patient.at();
      return seeded.get(at).flagsMoreThan(plain.get(at), patient.event().check());
    }

    /** Whether flags of this strength are on a report because of the event, which are wrong. */
    boolean wrong(int report, Strength strength) {
      return seeded.get(report).beyond(plain.get(report)).stream()
          .filter(f -> f.strength() == strength)
          .anyMatch(f -> !isRight(report, f));
    }

    private boolean isRight(int report, CheckResult flag) {
      return report == patient.at()
          && patient.event().flagged()
          && flag.check().equals(patient.event().check());
    }
  }

  private static Checked earlierOnly(Checked all) {
    return new Checked(
        all.report(),
        all.fields(),
        all.flags().stream().filter(f -> f.check().startsWith(EARLIER)).toList());
  }

  /** Share of the patients with this event whose later report is flagged. */
  Estimate flagged(PatientEvent event) {
    List<Measured> its = of(event);
    return Estimate.share((int) its.stream().filter(Measured::flagged).count(), its.size());
  }

  private List<Measured> of(PatientEvent event) {
    return patients.stream().filter(m -> m.patient().event().equals(event)).toList();
  }

  /** Share of the events that must be flagged which are. */
  Estimate recall() {
    List<Measured> its = patients.stream().filter(m -> m.patient().event().flagged()).toList();
    return Estimate.share((int) its.stream().filter(Measured::flagged).count(), its.size());
  }

  /** Number of reports. */
  int reports() {
    return patients.stream().mapToInt(m -> m.seeded().size()).sum();
  }

  /**
   * Share of the reports with a flag of this strength that the event brought, and that is wrong.
   */
  Estimate wrong(Strength strength) {
    int wrong = 0;
    for (Measured m : patients) {
      for (int i = 0; i < m.seeded().size(); i++) {
        wrong += m.wrong(i, strength) ? 1 : 0;
      }
    }
    return Estimate.share(wrong, reports());
  }

  /**
   * The same as figures of checks: the reports as they are, each behind those before it, and the
   * events that must be flagged.
   */
  public CheckFigures figures() {
    List<CleanReport> clean = new ArrayList<>();
    List<SeededError> errors = new ArrayList<>();
    for (Measured m : patients) {
      InventedPatients.Patient p = m.patient();
      for (int i = 0; i < p.plain().size(); i++) {
        Exam exam = p.plain().get(i).exam();
        String id = name(p, i);
        clean.add(
            new CleanReport(
                id, exam.modality(), String.join(" and ", exam.parts()), m.plain.get(i)));
      }
      if (p.event().flagged()) {
        errors.add(
            new SeededError(
                p.event().check(),
                p.wording(),
                name(p, p.at()),
                p.said(),
                m.seeded.get(p.at()),
                m.plain.get(p.at()),
                Set.of()));
      }
    }
    List<String> kinds = events.stream().map(PatientEvent::check).distinct().toList();
    return new CheckFigures(seed, 0, clean, kinds, errors);
  }

  private static String name(InventedPatients.Patient p, int report) {
    return "patient " + p.number() + "/" + (report + 1) + " " + p.plain().get(report).id();
  }
}
