module mimus/wiremock-client

go 1.21

require github.com/wiremock/go-wiremock v1.14.0

require github.com/google/uuid v1.6.0 // indirect
