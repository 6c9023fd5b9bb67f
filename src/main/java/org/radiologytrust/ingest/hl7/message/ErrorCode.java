package org.radiologytrust.ingest.hl7.message;

/** HL7 table 0357, message error condition codes. */
public enum ErrorCode {
  SEGMENT_SEQUENCE(100, "Segment sequence error"),
  REQUIRED_FIELD_MISSING(101, "Required field missing"),
  DATA_TYPE(102, "Data type error"),
  TABLE_VALUE_NOT_FOUND(103, "Table value not found"),
  UNSUPPORTED_MESSAGE_TYPE(200, "Unsupported message type"),
  UNSUPPORTED_EVENT_CODE(201, "Unsupported event code"),
  UNSUPPORTED_PROCESSING_ID(202, "Unsupported processing id"),
  UNSUPPORTED_VERSION_ID(203, "Unsupported version id"),
  /** An identifier or a person that does not fit the rest of the message. */
  UNKNOWN_KEY(204, "Unknown key identifier"),
  DUPLICATE_KEY(205, "Duplicate key identifier"),
  INTERNAL(207, "Application internal error");

  public final int code;
  public final String text;

  ErrorCode(int code, String text) {
    this.code = code;
    this.text = text;
  }
}
