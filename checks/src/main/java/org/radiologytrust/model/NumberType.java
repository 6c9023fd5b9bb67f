package org.radiologytrust.model;

import java.util.Locale;
import java.util.Set;

/** What the types of numbers (CX-5, {@code Identifier.type}) say about the person. */
final class NumberType {
  /**
   * Codes of HL7 table 0203 that are no number of a person: accounts, cards of banks, visits,
   * insurances, guarantors and employers, cases, orders, specimens, devices and organisations.
   */
  private static final Set<String> OF_NO_PERSON =
      Set.of(
          // accounts and bank cards
          "AN",
          "ANC",
          "AND",
          "ANT",
          "AM",
          "BA",
          "BC",
          "CC",
          "DI",
          "DS",
          "MS",
          "VS",
          // visits and cases
          "VN",
          "PHC",
          "WCN",
          // insurances: families share the number of a card or a policy
          "HC",
          "MA",
          "MB",
          "MC",
          "MCD",
          "MCN",
          "MCR",
          "NH",
          "NII",
          "NIIP",
          "SB",
          "SN",
          "WC",
          "XV",
          // who pays
          "EN",
          "GI",
          "GN",
          "TAX",
          // orders, specimens, devices, organisations
          "ACSN",
          "ASID",
          "FGN",
          "FI",
          "FILL",
          "LACSN",
          "OBI",
          "PGN",
          "PLAC",
          "RI",
          "SID",
          "SNO",
          "UDI",
          "USID",
          "XX");

  /** Codes of papers of which one person has several, one after the other. */
  private static final Set<String> OF_PAPERS =
      Set.of("BCT", "CONM", "DL", "PPN", "PRC", "VP", "WP");

  /** Whether a number of this type can be the number of one person. */
  static boolean isOfPerson(String type) {
    return !OF_NO_PERSON.contains(code(type));
  }

  /** Whether it is the number of a paper of which one person has several. */
  static boolean isOfPaper(String type) {
    return OF_PAPERS.contains(code(type));
  }

  /** The type as it is compared. */
  static String code(String type) {
    return type.strip().toUpperCase(Locale.ROOT);
  }

  private NumberType() {}
}
