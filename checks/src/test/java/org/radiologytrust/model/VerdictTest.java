package org.radiologytrust.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
  private static Verdict read(String json) throws JsonProcessingException {
    return new ObjectMapper().readValue(json.replace('\'', '"'), Verdict.class);
  }

  @ParameterizedTest
  @CsvSource({"MODEL_WITH_IMAGE, SELF_REPORTED", "FINDINGS_ALONE, SELF_REPORTED"})
  void storedBeforeThereWasAConfidenceBasis(Verdict.Basis basis, ConfidenceBasis expected)
      throws Exception {
    Verdict verdict =
        read(
            "{'claim':1,'label':'UNCERTAIN','confidence':0.9,'basis':'"
                + basis
                + "','evidence':['seen'],'findings':[]}");
    assertEquals(expected, verdict.confidenceBasis());
    assertEquals(0.9, verdict.confidence());
  }

  @ParameterizedTest
  @CsvSource({"BLANK_PROBE", "CHECK"})
  void ruleHasNoConfidenceAlsoWhereOneWasStored(Verdict.Basis basis) throws Exception {
    Verdict verdict =
        read(
            "{'claim':1,'label':'UNCERTAIN','confidence':1.0,'confidenceBasis':'RULE','basis':'"
                + basis
                + "','evidence':['seen'],'findings':[]}");
    assertEquals(Verdict.byRule(1, Label.UNCERTAIN, basis, List.of("seen"), List.of()), verdict);
    assertNull(verdict.confidence());
    assertNull(verdict.confidenceBasis());
  }

  @Test
  void labelWithoutAConfidenceIsNone() throws Exception {
    assertEquals(
        Verdict.notAssessed(1, "no model"),
        read("{'claim':1,'basis':'NONE','evidence':['no model']}"));
    assertThrows(
        ValueInstantiationException.class,
        () ->
            read("{'claim':1,'label':'UNCERTAIN','basis':'MODEL_WITH_IMAGE','evidence':['seen']}"));
  }
}
