package org.radiologytrust.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
  private static Verdict read(String json) throws JsonProcessingException {
    return new ObjectMapper().readValue(json.replace('\'', '"'), Verdict.class);
  }

  @ParameterizedTest
  @CsvSource({"MODEL_WITH_IMAGE, SELF_REPORTED", "BLANK_PROBE, SELF_REPORTED", "CHECK, RULE"})
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

  @Test
  void labelWithoutAConfidenceIsNone() throws Exception {
    assertEquals(
        Verdict.notAssessed(1, "no model"),
        read("{'claim':1,'basis':'NONE','evidence':['no model']}"));
    assertThrows(
        ValueInstantiationException.class,
        () -> read("{'claim':1,'label':'UNCERTAIN','basis':'CHECK','evidence':['seen']}"));
  }
}
