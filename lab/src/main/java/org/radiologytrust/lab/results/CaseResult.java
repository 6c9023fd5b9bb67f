package org.radiologytrust.lab.results;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;
import org.radiologytrust.model.Texts;

/**
 * All answers of one condition about one case: a line of {@code results.jsonl}.
 *
 * @param id the case's folder name
 * @param hash SHA-256 of the case's files; it tells a changed case of the same name apart
 * @param calls in the order of the steps
 * @param claims of the claims step; empty when its answer was refused
 * @param quotes number of quotes in the claims step's answer
 * @param quotesRefused number of these quotes that are not in the report letter by letter
 * @param findings of the findings step; only for cases with images
 * @param judged one for each true claim, in their order; empty when the alignment was not asked
 * @param probes the judgements by probe: {@code blank} (blank images), {@code other} (the images of
 *     another case), {@code again} (asked a second time)
 * @param other id of the case whose images the probe {@code other} showed; empty for none
 * @param rewrites the proposed wording, by index of the true claim, from 0
 */
@JsonIgnoreProperties({"clinician", "patient"}) // of results made before 0.2
public record CaseResult(
    String id,
    String hash,
    List<Call> calls,
    List<GivenClaim> claims,
    int quotes,
    int quotesRefused,
    List<GivenFinding> findings,
    List<Judgement> judged,
    Map<String, List<Judgement>> probes,
    String other,
    Map<Integer, String> rewrites) {
  public CaseResult {
    calls = Texts.copy(calls);
    claims = Texts.copy(claims);
    findings = Texts.copy(findings);
    judged = Texts.copy(judged);
    probes = probes == null ? Map.of() : Map.copyOf(probes);
    other = Texts.orEmpty(other);
    rewrites = rewrites == null ? Map.of() : Map.copyOf(rewrites);
  }
}
