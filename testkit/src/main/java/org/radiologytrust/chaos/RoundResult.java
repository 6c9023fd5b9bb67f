package org.radiologytrust.chaos;

import java.util.List;
import java.util.Map;

/**
 * What came of one round. All counts are of report versions unless they say otherwise.
 *
 * @param faults how many of each kind
 * @param acknowledged versions that senders know to be stored
 * @param refused tries that were not acknowledged, and sent again
 * @param outcomes of the versions: audited, checked_only, not_auditable, superseded
 * @param sent audits that the FHIR server has
 * @param repeated audits that the FHIR server was sent again, without effect
 * @param takeovers longest time in milliseconds until work of a node was taken over, by kind
 * @param problems what must not be; empty if all was well
 */
record RoundResult(
    long seed,
    Map<FaultKind, Integer> faults,
    int acknowledged,
    int refused,
    Map<String, Integer> outcomes,
    int sent,
    int repeated,
    Map<FaultKind, Long> takeovers,
    List<String> problems) {}
