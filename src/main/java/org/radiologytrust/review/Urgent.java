package org.radiologytrust.review;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.OtherStudy;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Texts;
import org.radiologytrust.model.Weight;

/**
 * A problem of which somebody is told at once, also where it is only asked about.
 *
 * @param problem its key in the audit
 * @param identity the same in every audit of the report that has the problem: the check and a hash
 *     of the flagged words, wherever they stand; or that the images are of another patient, and a
 *     hash of whom
 * @param weight of the heaviest flag
 */
public record Urgent(String problem, String identity, Weight weight) {
  private static final String SEPARATOR = ".";

  /** The urgent problems of an audit, each identity once. */
  public static List<Urgent> of(Audit audit) {
    return Stream.concat(Problems.of(audit).stream(), Problems.asked(audit).stream())
        .filter(problem -> problem.weight().urgent())
        .map(problem -> new Urgent(problem.key(), identity(audit, problem), problem.weight()))
        .collect(Collectors.toMap(Urgent::identity, urgent -> urgent, (first, next) -> first))
        .values()
        .stream()
        .toList();
  }

  private static String identity(Audit audit, Problem problem) {
    Stream<String> what =
        problem.ofPatient()
            ? audit.otherPatient().orElseThrow().studies().stream()
                .map(OtherStudy::patient)
                .map(Urgent::person)
            : problem.checks().stream().map(check -> words(check.first().value()));
    String all = what.distinct().sorted().collect(Collectors.joining("\n"));
    return problem.type() + SEPARATOR + Texts.sha256(all);
  }

  /** Whether an audit that does not list a problem may have it: it failed, or the check did. */
  public static boolean mayHave(Audit audit, String identity) {
    return audit.failed() && !audit.imagesRefused() && !audit.report().status().withdrawn()
        || audit.unfinished().stream().anyMatch(c -> isOf(identity, c.check()));
  }

  /** Whether an identity is that of a problem which this check found. */
  static boolean isOf(String identity, String check) {
    return identity.startsWith(check + SEPARATOR);
  }

  private static String person(Patient patient) {
    return Stream.concat(
            Stream.of(patient.familyName(), patient.givenName(), "" + patient.birthDate()),
            patient.identifiers().stream().map(Identifier::value).sorted())
        .collect(Collectors.joining("|"));
  }

  /** Line breaks and capitals differ between versions that say the same. */
  private static String words(String text) {
    return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }
}
