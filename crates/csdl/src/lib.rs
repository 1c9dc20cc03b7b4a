//! Reads OData CSDL XML and lowers it into graphwright-api.
