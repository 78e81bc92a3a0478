//! SEFAZ over SOAP.
