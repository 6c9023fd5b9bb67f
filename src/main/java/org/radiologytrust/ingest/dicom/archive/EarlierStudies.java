package org.radiologytrust.ingest.dicom.archive;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.radiologytrust.images.SameKind;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.PatientMatch;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;

/**
 * Finds the earlier studies in an archive that a report may compare with: of the same person, on an
 * earlier day, and by modality and description of the same part of the body. The run chooses once
 * more, by the images themselves.
 */
final class EarlierStudies {
  private final StudySource source;
  private final SameKind kinds;
  private final int most;

  /**
   * @param most how many are found; the newest
   */
  EarlierStudies(StudySource source, SameKind kinds, int most) {
    this.source = source;
    this.kinds = kinds;
    this.most = most;
  }

  /**
   * Their Study Instance UIDs.
   *
   * @param own the studies of the report
   * @param known adds the identifiers that merges gave
   */
  List<String> of(Report report, List<Study> own, UnaryOperator<Patient> known)
      throws ArchiveException {
    Optional<LocalDate> first =
        own.stream().map(Study::studyDate).filter(Objects::nonNull).min(Comparator.naturalOrder());
    if (first.isEmpty() || most == 0) {
      return List.of();
    }
    Set<String> modalities =
        own.stream()
            .flatMap(study -> study.instances().stream())
            .map(Instance::modality)
            .collect(Collectors.toCollection(TreeSet::new));
    Patient patient = known.apply(report.patient());
    List<FoundStudy> earlier = new ArrayList<>();
    for (Identifier id : patient.identifiers()) {
      if (!id.isOfPerson()) {
        continue;
      }
      for (String modality : modalities) {
        Optional<StudyQuery> query = StudyQuery.patient(id.value(), modality);
        if (query.isEmpty()) {
          continue;
        }
        for (FoundStudy study : source.find(query.get())) {
          if (study.date() != null
              && study.date().isBefore(first.get())
              && isPatient(patient, known.apply(study.patient()))
              && kinds.isSame(report, own, described(study, modality))) {
            earlier.add(study);
          }
        }
      }
    }
    return earlier.stream()
        .sorted(Comparator.comparing(FoundStudy::date, Comparator.reverseOrder()))
        .map(FoundStudy::studyInstanceUid)
        .distinct()
        .limit(most)
        .toList();
  }

  private static boolean isPatient(Patient patient, Patient other) {
    return patient.sharesIdentifier(other) && PatientMatch.of(patient, other).isOnePerson();
  }

  /** The study as far as the archive describes it: with one image of the modality. */
  private static Study described(FoundStudy study, String modality) {
    Instance image = new Instance("", "", "", modality, "", "", "", "", 1, 1, "");
    return new Study(
        study.studyInstanceUid(),
        study.accessionNumber(),
        study.patient(),
        study.date(),
        study.description(),
        true,
        List.of(image));
  }
}
