package org.radiologytrust.model;

import java.util.List;

/**
 * The imaging order that a report answers.
 *
 * @param placerOrderNumber OBR-2
 * @param fillerOrderNumber OBR-3
 * @param accessionNumbers accession numbers of the reported studies, the main one first; holds no
 *     empty string
 * @param studyInstanceUids Study Instance UIDs that the message names
 * @param procedure OBR-4: what was ordered
 * @param modality DICOM modality code (CR, DX, CT ...); empty when the message names none
 * @param bodyPart body part as the order names it (OBR-15.4, ServiceRequest.bodySite); empty when
 *     it names none
 * @param laterality side in the order's own words; empty when it names none
 */
public record Order(
    String placerOrderNumber,
    String fillerOrderNumber,
    List<String> accessionNumbers,
    List<String> studyInstanceUids,
    Coding procedure,
    String modality,
    String bodyPart,
    String laterality) {
  public Order {
    placerOrderNumber = Texts.orEmpty(placerOrderNumber);
    fillerOrderNumber = Texts.orEmpty(fillerOrderNumber);
    accessionNumbers = Texts.copy(accessionNumbers);
    studyInstanceUids = Texts.copy(studyInstanceUids);
    procedure = procedure == null ? Coding.NONE : procedure;
    modality = Texts.orEmpty(modality);
    bodyPart = Texts.orEmpty(bodyPart);
    laterality = Texts.orEmpty(laterality);
  }

  /** The procedure as words: its display, otherwise its code. */
  public String procedureWords() {
    return procedure.display().isBlank() ? procedure.code() : procedure.display();
  }

  /** The main accession number, or empty. */
  public String accessionNumber() {
    return accessionNumbers.isEmpty() ? "" : accessionNumbers.get(0);
  }

  /** The same order with these accession numbers. */
  public Order withAccessionNumbers(List<String> numbers) {
    return new Order(
        placerOrderNumber,
        fillerOrderNumber,
        numbers,
        studyInstanceUids,
        procedure,
        modality,
        bodyPart,
        laterality);
  }
}
