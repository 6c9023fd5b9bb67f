package org.radiologytrust.lab.results;

import java.util.List;
import java.util.Map;
import org.radiologytrust.model.Texts;

/**
 * All that one model answered about one case: a line of a condition's {@code results.jsonl}.
 *
 * @param id the case's folder name
 * @param hash SHA-256 of the case's files: another case of the same name is another case
 * @param calls in the order of the steps
 * @param claims what the claims step made; empty when its answer was refused
 * @param quotes how many quotes the claims step's answer had, and how many of them do not stand in
 *     the report letter by letter
 * @param findings what the findings step described; of cases with images alone
 * @param judged one for each true claim, in their order; empty when the alignment was not asked
 * @param probes the same by probe: {@code blank} (blank images), {@code other} (the images of
 *     another case), {@code again} (asked a second time)
 * @param other id of the case whose images the probe {@code other} was asked with; empty = none
 * @param rewrites by place of the true claim, from 0: the words proposed for it
 * @param clinician summary; empty when the step was not asked or failed
 */
public record CaseResult(
    String id,
    String hash,
    List<Call> calls,
    List<GivenClaim> claims,
    int quotes,
    int quotesRefused,
    List<GivenFinding> findings,
    List<Judged> judged,
    Map<String, List<Judged>> probes,
    String other,
    Map<Integer, String> rewrites,
    String clinician,
    String patient) {
  public CaseResult {
    calls = Texts.copy(calls);
    claims = Texts.copy(claims);
    findings = Texts.copy(findings);
    judged = Texts.copy(judged);
    probes = probes == null ? Map.of() : Map.copyOf(probes);
    other = Texts.orEmpty(other);
    rewrites = rewrites == null ? Map.of() : Map.copyOf(rewrites);
    clinician = Texts.orEmpty(clinician);
    patient = Texts.orEmpty(patient);
  }
}
