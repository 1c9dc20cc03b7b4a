// An OData server of SAP's on this machine, with the description and the data of this folder. It prints its port, and
// ends with its standard input, that is with the test that started it.
const http = require('http');
const path = require('path');
const { default: MockServer } = require('@sap-ux/fe-mockserver-core');

async function main() {
    const [description] = process.argv.slice(2);
    const server = new MockServer({
        services: [
            {
                urlPath: '/TripPin',
                metadataPath: path.resolve(description),
                mockdataPath: path.join(__dirname, 'data'),
                generateMockData: false,
                validateETag: true,
                contextBasedIsolation: false,
            },
        ],
        annotations: [],
    });
    await server.isReady;
    const router = server.getRouter();
    const listener = http.createServer((request, response) => {
        // A call of an action without parameters has no body (OData 4.01 Protocol, 11.5.5.1), which this server takes
        // for an error unless a type is said.
        request.headers['content-type'] ??= 'application/json';
        router(request, response, (error) => {
            response.statusCode = error ? 500 : 404;
            response.end(error ? String(error.stack) : 'not a path of the service');
        });
    });
    listener.listen(0, '127.0.0.1', () => console.log(listener.address().port));
    process.stdin.resume();
    process.stdin.on('end', () => process.exit(0));
}

main().catch((error) => {
    console.error(error);
    process.exit(1);
});
